package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import java.util.function.ToLongFunction;

/**
 * One kind of signed record of the policy topic.
 *
 * @param word for people
 */
record Kind<S>(String word, Belief<S> belief, ToLongFunction<S> revision, Offer<S> offer) {

    /** Whether a record is one of this kind for this fleet, signed by a key that is trusted now. */
    @FunctionalInterface
    interface Belief<S> {
        S believe(byte[] record) throws NotBelieved;
    }

    /** Puts one in force; the one in force already changes nothing. */
    @FunctionalInterface
    interface Offer<S> {
        void offer(S signed) throws NotBelieved;
    }

    /**
     * Whether one may follow the one in force; false where it is that one.
     *
     * @throws NotBelieved where it is below it, or beside it
     */
    static boolean rises(long revision, String hash, long inForce, String hashInForce) throws NotBelieved {
        if (revision < inForce) {
            throw new NotBelieved("its revision " + revision + " is below " + inForce + ", which is in force");
        }
        if (revision == inForce && !hash.equals(hashInForce)) {
            throw new NotBelieved("revision " + revision + " is in force with another content");
        }
        return revision > inForce;
    }
}
