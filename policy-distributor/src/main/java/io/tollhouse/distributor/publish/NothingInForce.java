package io.tollhouse.distributor.publish;

/** There is no policy that could be published once more. */
public final class NothingInForce extends NotPublished {
    private static final long serialVersionUID = 1L;

    NothingInForce(String what) {
        super(what + ": no policy is in force that can be believed; publish one");
    }
}
