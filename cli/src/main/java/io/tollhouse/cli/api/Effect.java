package io.tollhouse.cli.api;

/**
 * What an order has, for whoever hears that its answer is lost.
 *
 * @param none a sentence where it was not sent
 * @param perhaps what may have happened where it was
 * @param look at what, before it is sent again
 */
record Effect(String none, String perhaps, String look) {
    /** Of an order that publishes. */
    static Effect published(String look) {
        return new Effect("Nothing was published, and nodes go on with the policy that they have.", "published", look);
    }

    /** Of an order that changes the index alone. */
    static Effect indexed(String look) {
        return new Effect("Nothing was indexed.", "indexed", look);
    }
}
