package io.tollhouse.proxy.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a name's addresses of one family by following its aliases through one answer. It asks for no alias: nobody has
 * judged that name, and a zone can make it hold labels that the client chose. Its state belongs to the event loop.
 */
final class FamilyLookup {
    /** Longer chains are a mistake or a trap. */
    static final int MAX_ALIASES = 8;

    /**
     * What there is of one family.
     *
     * @param addresses none where the name has none of this family
     * @param ttl seconds for which all of it holds
     */
    record Found(List<IpAddress> addresses, List<Host> aliases, long ttl) {}

    private final NameServers servers;
    private final DnsRecordType type;
    private final Promise<Found> found;
    private final List<Host> aliases = new ArrayList<>();

    private Host end;
    private long ttl = Long.MAX_VALUE;
    private @Nullable Future<Reply> asking;

    /** @param type {@code A} or {@code AAAA} */
    FamilyLookup(EventLoop loop, NameServers servers, Host name, DnsRecordType type) {
        this.servers = servers;
        this.type = type;
        this.found = loop.newPromise();
        this.end = name;
    }

    /** Fails with {@link Unresolved}. */
    Future<Found> start() {
        asking = servers.ask(end, type);
        asking.addListener((Future<Reply> asked) -> {
            if (asked.isSuccess()) {
                answered(asked.getNow());
            } else {
                found.tryFailure(asked.cause());
            }
        });
        return found;
    }

    /** Lets nothing more be asked. */
    void stop() {
        if (asking != null) {
            asking.cancel(false);
        }
    }

    private void answered(Reply reply) {
        try {
            follow(reply);
        } catch (Unresolved e) {
            found.tryFailure(e);
            return;
        }
        var addresses = new ArrayList<IpAddress>();
        for (var rr : reply.addresses(end.text())) {
            ttl = Math.min(ttl, rr.ttl());
            addresses.add(rr.value());
        }
        if (addresses.isEmpty() && reply.nothingThere()) {
            found.tryFailure(new Unresolved("the name does not exist", false));
        } else {
            found.trySuccess(new Found(addresses, aliases, ttl));
        }
    }

    /** Goes on to the last alias that this reply knows. */
    private void follow(Reply reply) throws Unresolved {
        for (var rr = reply.alias(end.text()); rr != null; rr = reply.alias(end.text())) {
            if (aliases.size() == MAX_ALIASES) {
                throw new Unresolved("the name has more than " + MAX_ALIASES + " aliases, one behind the other", false);
            }
            end = canonical(rr.value());
            ttl = Math.min(ttl, rr.ttl());
            aliases.add(end);
        }
    }

    private static Host canonical(String alias) throws Unresolved {
        try {
            var host = Host.parse(alias);
            if (!host.isLiteral()) {
                return host;
            }
        } catch (MalformedHost e) {
            // as for an address: no alias to go on with
        }
        throw new Unresolved("the name is an alias of something that is no host name", false);
    }
}
