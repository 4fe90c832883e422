package io.tollhouse.proxy.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a name's addresses of both families, side by side, within a limit of time. One family is enough. Its state belongs
 * to the event loop.
 */
final class NameLookup {
    static final int MAX_ADDRESSES = 64;

    /** How long the second family is waited for when the first has addresses: some servers never answer for IPv6. */
    private static final long GRACE_MILLIS = 500;

    /** @param ttl seconds for which it holds */
    record Resolved(Resolver.Answer answer, long ttl) {}

    private final EventLoop loop;
    private final List<FamilyLookup> families;
    private final List<@Nullable Future<FamilyLookup.Found>> running = new ArrayList<>();
    private final Promise<Resolved> promise;
    private final Duration limit;

    NameLookup(EventLoop loop, NameServers servers, Host name, Duration limit) {
        this.loop = loop;
        this.limit = limit;
        this.promise = loop.newPromise();
        this.families = List.of(
                new FamilyLookup(loop, servers, name, DnsRecordType.A),
                new FamilyLookup(loop, servers, name, DnsRecordType.AAAA));
    }

    /** Fails with {@link Unresolved}. */
    Future<Resolved> start() {
        var deadline = loop.schedule(this::tooLate, limit.toNanos(), TimeUnit.NANOSECONDS);
        promise.addListener(any -> {
            deadline.cancel(false);
            families.forEach(FamilyLookup::stop);
        });
        families.forEach(family -> running.add(family.start()));
        running.forEach(family -> family.addListener(any -> familyDone()));
        return promise;
    }

    private void tooLate() {
        promise.tryFailure(new Unresolved("no name server answered in time", true));
    }

    private void familyDone() {
        if (running.stream().allMatch(Future::isDone)) {
            finish();
        } else if (running.stream().anyMatch(NameLookup::hasAddresses)) {
            loop.schedule(this::finish, GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean hasAddresses(Future<FamilyLookup.Found> family) {
        return family.isSuccess() && !family.getNow().addresses().isEmpty();
    }

    private void finish() {
        Set<IpAddress> addresses = new LinkedHashSet<>();
        Set<Host> aliases = new LinkedHashSet<>();
        long ttl = Long.MAX_VALUE;
        for (var family : running) {
            if (hasAddresses(family)) {
                var found = family.getNow();
                addresses.addAll(found.addresses());
                aliases.addAll(found.aliases());
                ttl = Math.min(ttl, found.ttl());
            }
        }
        if (addresses.isEmpty()) {
            promise.tryFailure(whyNot());
        } else {
            var first = addresses.stream().limit(MAX_ADDRESSES).toList();
            promise.trySuccess(new Resolved(new Resolver.Answer(first, List.copyOf(aliases)), ttl));
        }
    }

    /** What a server said counts for more than silence for the other family. */
    private Unresolved whyNot() {
        Unresolved why = null;
        for (var family : running) {
            if (family.cause() instanceof Unresolved failure && (why == null || why.isTimeout())) {
                why = failure;
            }
        }
        return why == null ? new Unresolved("the name has no address", false) : why;
    }
}
