package io.tollhouse.distributor.publish;

/** Nobody would believe what this distributor signs, itself included. */
public final class KeyNotTrusted extends NotPublished {
    private static final long serialVersionUID = 1L;

    KeyNotTrusted(String keyId) {
        super("nothing is published: this distributor signs with the key " + keyId
                + ", which is not in its policy.trusted-keys; put " + keyId + ".pem there, or ask another distributor");
    }
}
