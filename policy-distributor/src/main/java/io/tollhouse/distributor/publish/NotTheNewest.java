package io.tollhouse.distributor.publish;

/** The policy topic has an older policy than the history. */
public final class NotTheNewest extends NotPublished {
    private static final long serialVersionUID = 1L;

    NotTheNewest(String what, long onTopic, long newest) {
        super(what + ": the policy topic has revision " + onTopic + ", and the history has " + newest
                + "; publish the one that shall be in force first");
    }
}
