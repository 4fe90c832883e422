package io.tollhouse.distributor.publish;

/** Nodes enforce an overlay that is not known here, and whose kills the next one would lift. */
public final class OverlayNotKnown extends NotPublished {
    private static final long serialVersionUID = 1L;

    OverlayNotKnown(String id) {
        super("nothing is published: nodes enforce overlay " + id
                + ", which this distributor cannot read or believe, so that"
                + " the next one would lift its kills; bring back the policy topic or its history, or the key in"
                + " policy.trusted-keys that signed it, or force it and order again what shall stay killed");
    }
}
