package io.tollhouse.distributor.publish;

/** Another revision is in force than the author saw. */
public final class BaseMoved extends NotPublished {
    private static final long serialVersionUID = 1L;

    private final long current;

    BaseMoved(long seen, long current) {
        super("the revision in force is " + current + ", not " + seen + "; look at it, then publish on top of it");
        this.current = current;
    }

    /** The revision in force; 0 for none. */
    public long current() {
        return current;
    }
}
