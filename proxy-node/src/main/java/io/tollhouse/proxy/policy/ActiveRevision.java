package io.tollhouse.proxy.policy;

import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The revision in force: one volatile reference, read by every request, replaced only by what is believed. */
public final class ActiveRevision {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveRevision.class);

    private final String fleet;
    private final Supplier<TrustedKeys> trusted;
    private final Function<List<String>, Surroundings> surroundings;
    private final LastGood lastGood;
    private final ListStore lists;
    private volatile @Nullable InForce inForce;
    private volatile Consumer<Matcher> onSwap = matcher -> {};

    /**
     * None at first.
     *
     * @param fleet whose manifests are believed
     * @param surroundings of this node, given what a manifest protects
     */
    public ActiveRevision(
            String fleet,
            Supplier<TrustedKeys> trusted,
            Function<List<String>, Surroundings> surroundings,
            LastGood lastGood,
            ListStore lists) {
        this.fleet = fleet;
        this.trusted = trusted;
        this.surroundings = surroundings;
        this.lastGood = lastGood;
        this.lists = lists;
    }

    /** Has this called with each new matcher after it has become the active one, on the thread that swapped it. */
    public void onSwap(Consumer<Matcher> listener) {
        onSwap = listener;
    }

    /** What requests are judged by; null as long as the node never saw a policy that it believes. */
    public @Nullable Matcher matcher() {
        var current = inForce;
        return current == null ? null : current.matcher();
    }

    /** 0 for none. */
    public long revision() {
        var current = inForce;
        return current == null ? 0 : current.revision();
    }

    /** A sentence about what is wrong, with what stays in force all the same. */
    String stays(String sentence) {
        long now = revision();
        return now == 0 ? sentence : sentence + "; revision " + now + " stays in force";
    }

    /** Null for none. */
    public @Nullable String hash() {
        var current = inForce;
        return current == null ? null : current.hash();
    }

    /** The id of the key that signed it; null for none. */
    public @Nullable String signer() {
        var current = inForce;
        return current == null ? null : current.signed().manifest().keyId();
    }

    /** Takes what this node believed before it was started, as far as it still does and has its lists. Does not ask Kafka. */
    public void restore() {
        try {
            var record = lastGood.read();
            if (record.isPresent()) {
                offer(believe(record.get()), false);
                LOG.info("revision {} from {} is in force", revision(), lastGood);
            }
        } catch (ListsMissing e) {
            LOG.warn("{} cannot be put in force from disk alone: {}", lastGood, e.getMessage());
        } catch (NotBelieved e) {
            LOG.warn("{} is not believed: {}", lastGood, e.getMessage());
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", lastGood, e.toString());
        }
    }

    Kind<SignedManifest> kind() {
        return new Kind<>("policy", this::believe, signed -> signed.manifest().revision(), this::offer);
    }

    /** Whether a record is a manifest for this fleet, signed by a key that is trusted now. */
    SignedManifest believe(byte[] record) throws NotBelieved {
        return SignedManifest.verify(record, trusted.get(), fleet);
    }

    /**
     * Puts a revision in force; the one in force already changes nothing. Blocks where its lists must be fetched, but not for ever.
     *
     * @throws ListsMissing where its lists are not to be had now
     * @throws NotBelieved where it is below or beside the revision in force, or does not compile; the sentence says why, and
     *     what was in force stays
     */
    void offer(SignedManifest signed) throws NotBelieved {
        offer(signed, true);
    }

    private void offer(SignedManifest signed, boolean fetching) throws NotBelieved {
        if (rises(signed, inForce)) {
            take(signed, lists.bring(signed.manifest(), inForce, fetching));
        }
    }

    /** Whoever reads what is in force never waits here for what is fetched. */
    private synchronized void take(SignedManifest signed, RevisionLists files) throws NotBelieved {
        var current = inForce;
        if (rises(signed, current)) {
            var now = surroundings.apply(signed.manifest().protectedParts());
            swap(InForce.compile(signed, files, now, current));
        }
    }

    private static boolean rises(SignedManifest signed, @Nullable InForce current) throws NotBelieved {
        return current == null
                || Kind.rises(signed.manifest().revision(), signed.hash(), current.revision(), current.hash());
    }

    private void swap(InForce next) {
        inForce = next;
        onSwap.accept(next.matcher());
    }

    /** Keeps what is in force on disk, its lists first: a start finds all of it or what was there before. */
    void keep() throws IOException {
        var current = inForce;
        if (current != null) {
            var manifest = current.signed().manifest();
            lists.keep(manifest);
            lastGood.write(current.signed().bytes());
            lists.removeOthers(manifest);
        }
    }

    /** Compiles what is in force again when the surroundings of the node are others than it was compiled for. */
    public synchronized void surroundingsMayHaveChanged() {
        var current = inForce;
        if (current == null) {
            return;
        }
        var now = surroundings.apply(current.signed().manifest().protectedParts());
        if (now.equals(current.surroundings())) {
            return;
        }
        try {
            swap(current.in(now));
            LOG.info("the addresses of this node or its fleet changed; revision {} was compiled for them", revision());
        } catch (NotBelieved e) {
            LOG.error(
                    "revision {} stays as it was compiled before its surroundings changed: {}",
                    revision(),
                    e.getMessage());
        }
    }
}
