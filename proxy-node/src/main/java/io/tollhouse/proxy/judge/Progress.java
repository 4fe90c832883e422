package io.tollhouse.proxy.judge;

import java.time.Duration;

/** What a running request has said of how far it has come, and when it has to say it again. Used by its event loop only. */
public final class Progress {
    private long since;
    private Moved said = Moved.NOTHING;

    /**
     * After how much a running request has a record: whichever is reached first.
     *
     * @param bytes both ways, since its last record
     */
    public record Terms(Duration interval, long bytes) {}

    /** @param now {@link System#nanoTime} when the request began */
    Progress(long now) {
        since = now;
    }

    boolean isDue(Terms terms, Moved moved, long now) {
        return now - since >= terms.interval().toNanos() || moved.since(said).all() >= terms.bytes();
    }

    /** What no record has said yet. */
    Moved unsaid(Moved moved) {
        return moved.since(said);
    }

    /** A record says it. */
    void said(Moved moved, long now) {
        said = moved;
        since = now;
    }
}
