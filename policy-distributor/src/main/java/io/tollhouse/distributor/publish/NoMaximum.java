package io.tollhouse.distributor.publish;

/** There is no maximum that could be taken away. */
public final class NoMaximum extends NotPublished {
    private static final long serialVersionUID = 1L;

    NoMaximum() {
        super("no maximum is in force");
    }
}
