package io.tollhouse.contract.address;

/**
 * Why an address or a name is no ordinary destination.
 *
 * @param what it is, as part of a sentence
 */
public record Special(Tier tier, String what) {

    /** How narrow the exceptions are; the first is the strictest. */
    public enum Tier {
        /** A cloud's metadata service or another service of the platform; never opened. */
        METADATA,
        /** Never a destination; never opened. */
        NEVER,
        /** Somebody's own network; opened rule by rule. */
        PRIVATE,
        /** Reserved, and harmless as far as one knows; opened by being less strict. */
        RESERVED
    }

    /** The stricter of the two. */
    public static Special stricter(Special one, Special other) {
        return other.tier.compareTo(one.tier) < 0 ? other : one;
    }
}
