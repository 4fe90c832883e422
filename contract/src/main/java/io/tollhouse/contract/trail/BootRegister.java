package io.tollhouse.contract.trail;

import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedBoot;
import io.tollhouse.contract.fleet.SignedHeads;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the checkpoint topic says of the runs of nodes: with which key each signs, and how far each has come. Of what is said twice, the
 * first counts of keys, and the last of how far. Not thread-safe.
 */
public final class BootRegister {
    /** So many runs are known at most. */
    private static final int MOST = 200_000;

    private final @Nullable TrustedKeys trusted;
    private final Instant from;
    private final Instant to;
    private final Instant settled;
    private final Predicate<String> nodes;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<String, SignedHeads> heads = new LinkedHashMap<>();
    private @Nullable Instant since;
    private long untrusted;

    /** What is known of the key of a run. */
    enum Standing {
        /** A distributor has countersigned it. */
        COUNTERSIGNED,
        /** A distributor has countersigned another one. */
        ANOTHER,
        /** None was countersigned, and it is time. */
        NONE,
        /** Nothing can be said: the topic has nothing of that time. */
        UNKNOWN
    }

    /**
     * Of nothing yet.
     *
     * @param trusted whose countersignatures count; null where every one counts that can be read, since no keys are there
     * @param from nothing that was signed before counts
     * @param to nothing that was signed later counts
     * @param settled runs that were begun later may still be countersigned
     * @param nodes whose runs are looked at
     */
    public BootRegister(
            @Nullable TrustedKeys trusted, Instant from, Instant to, Instant settled, Predicate<String> nodes) {
        this.trusted = trusted;
        this.from = from;
        this.to = to;
        this.settled = settled;
        this.nodes = nodes;
    }

    /** Where there is no topic to read: nothing is known of any run. */
    public static BootRegister none() {
        return new BootRegister(null, Instant.MAX, Instant.MIN, Instant.MIN, node -> false);
    }

    /** From when on the topic has all that was said; what was told first counts. */
    public void since(Instant first) {
        since = since == null ? first : since;
    }

    /**
     * The next record of the topic, whatever it is.
     *
     * @param appended by the broker's clock
     */
    public void add(byte[] value, Instant appended) {
        since(appended);
        var said = SignedBoot.read(value);
        if (said.isPresent()) {
            countersigned(value);
            return;
        }
        SignedHeads.read(value)
                .filter(signed -> !signed.at().isBefore(from) && !signed.at().isAfter(to))
                .filter(signed -> nodes.test(signed.node()) && heads.size() < MOST)
                .ifPresent(signed -> heads.merge(run(signed.node(), signed.boot()), signed, BootRegister::later));
    }

    private void countersigned(byte[] value) {
        try {
            var manifest = trusted == null
                    ? SignedBoot.read(value).orElseThrow()
                    : SignedBoot.verify(value, trusted).manifest();
            if (keys.size() < MOST) {
                keys.putIfAbsent(run(manifest.node(), manifest.boot()), manifest.publicKey());
            }
        } catch (NotBelieved e) {
            untrusted++;
        }
    }

    private static SignedHeads later(SignedHeads one, SignedHeads other) {
        return other.at().isBefore(one.at()) ? one : other;
    }

    private static String run(String node, String boot) {
        return node + "/" + boot;
    }

    /**
     * What is known of a run's key.
     *
     * @param run {@code node/boot}
     * @param begun when its first record says that it was written
     */
    Standing standing(String run, String publicKey, Instant begun) {
        var known = keys.get(run);
        if (known != null) {
            return known.equals(publicKey) ? Standing.COUNTERSIGNED : Standing.ANOTHER;
        }
        var first = since;
        boolean isJudged = first != null && !begun.isBefore(first) && !begun.isAfter(settled);
        return isJudged ? Standing.NONE : Standing.UNKNOWN;
    }

    /** With which a run signs; null where none was countersigned. */
    @Nullable
    String key(String run) {
        return keys.get(run);
    }

    /** The last of each run, of the time that is looked at. */
    Collection<SignedHeads> heads() {
        return List.copyOf(heads.values());
    }

    /** Runs whose keys were countersigned by a key that is trusted. */
    public int countersigned() {
        return keys.size();
    }

    /** Countersignatures that are not believed: by keys that are not trusted, or no signatures. */
    public long untrusted() {
        return untrusted;
    }
}
