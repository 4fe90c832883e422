package io.tollhouse.contract.fleet;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** What every signed record of the policy topic says of itself. */
interface Envelope {

    /** The version of the format. */
    int v();

    /** What it is. */
    String kind();

    /** The topic's key, so that a record copied under another one is not believed. */
    String key();

    /** The id of the fleet that may believe it. */
    String fleet();

    /** From 1, rising among the records of its kind. */
    long revision();

    /** The revision that its author saw; 0 for none. */
    long base();

    /** ISO-8601, the distributor's clock. */
    String created();

    /** Of the key that signed it. */
    String keyId();

    /**
     * Holds the values against each other.
     *
     * @throws NotBelieved when one is missing or does not fit the others
     */
    void check() throws NotBelieved;

    /** What {@link #check} holds every kind to. */
    static void check(Envelope envelope, int version, String kind, String key) throws NotBelieved {
        require(envelope.v() == version, "its format is version " + envelope.v() + ", this process knows " + version);
        require(kind.equals(envelope.kind()) && key.equals(envelope.key()), "it is not the record of " + key);
        require(
                envelope.revision() > envelope.base() && envelope.base() >= 0,
                "its revision " + envelope.revision() + " does not rise above its base " + envelope.base());
        requireTime(envelope.created());
    }

    static void requireTime(String text) throws NotBelieved {
        try {
            Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new NotBelieved("its time is not one");
        }
    }

    static void require(boolean holds, String otherwise) throws NotBelieved {
        if (!holds) {
            throw new NotBelieved(otherwise);
        }
    }
}
