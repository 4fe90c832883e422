package io.tollhouse.proxy.policy;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Records of the policy topic that were read together. Of policies and of overlays only the newest few are kept: the newest that
 * can be believed counts.
 */
final class Batch {
    /** Stands for no offset. */
    static final long NONE = -1;

    /** So many that are not believed may stand above one that is. */
    static final int KEPT = 16;

    private final Deque<Candidate> policies = new ArrayDeque<>();
    private final Deque<Candidate> overlays = new ArrayDeque<>();
    private long firstPolicy = NONE;
    private long lastOffset = NONE;
    private @Nullable Unknown unknown;

    /** A record that may be what is in force. */
    record Candidate(long offset, byte[] record) {}

    /** A record of a kind that this version does not know. */
    record Unknown(long offset, String key) {}

    void policy(long offset, byte[] record) {
        lastOffset = offset;
        firstPolicy = firstPolicy == NONE ? offset : firstPolicy;
        keep(policies, new Candidate(offset, record));
    }

    void overlay(long offset, byte[] record) {
        lastOffset = offset;
        keep(overlays, new Candidate(offset, record));
    }

    private static void keep(Deque<Candidate> newestFirst, Candidate next) {
        newestFirst.addFirst(next);
        if (newestFirst.size() > KEPT) {
            newestFirst.removeLast();
        }
    }

    void unknown(long offset, String key) {
        lastOffset = offset;
        unknown = new Unknown(offset, key);
    }

    /** A record without a value, which changes nothing. */
    void nothing(long offset) {
        lastOffset = offset;
    }

    /** Newest first. */
    Collection<Candidate> policies() {
        return policies;
    }

    /** Newest first. */
    Collection<Candidate> overlays() {
        return overlays;
    }

    /** The offset of the first policy, whether it was kept or not; {@link #NONE} where there was none. */
    long firstPolicy() {
        return firstPolicy;
    }

    boolean hasPolicies() {
        return !policies.isEmpty();
    }

    /** The newest of its kind; null for none. */
    @Nullable
    Unknown unknown() {
        return unknown;
    }

    /** {@link #NONE} when nothing was read. */
    long lastOffset() {
        return lastOffset;
    }
}
