package io.tollhouse.distributor.publish;

/** There is no policy that could be signed again. */
public final class NothingInForce extends NotPublished {
    private static final long serialVersionUID = 1L;

    NothingInForce() {
        super("nothing is signed again: no policy is in force that can be believed; publish one");
    }
}
