package io.tollhouse.contract.fleet;

import java.time.Instant;

/**
 * What a distributor signs of a run of a node.
 *
 * @param v the version of this format, 1
 * @param kind {@code boot}
 * @param key {@code boot}
 * @param fleet the id of the fleet
 * @param revision always 1
 * @param base always 0
 * @param created ISO-8601, the distributor's clock
 * @param keyId of the key that signed it
 * @param node the id of the node
 * @param boot of its run, 12 hexadecimal digits
 * @param publicKey with which that run signs, X.509 in Base64
 */
public record BootManifest(
        int v,
        String kind,
        String key,
        String fleet,
        long revision,
        long base,
        String created,
        String keyId,
        String node,
        String boot,
        String publicKey)
        implements Envelope {
    /** The version of the format. */
    public static final int VERSION = 1;

    private static final String KIND = "boot";

    /** Of a key that was announced. */
    public static BootManifest of(BootKey announced, Instant created, String keyId) {
        return new BootManifest(
                VERSION,
                KIND,
                KIND,
                announced.fleet(),
                1,
                0,
                created.toString(),
                keyId,
                announced.node(),
                announced.boot(),
                announced.publicKey());
    }

    @Override
    public void check() throws NotBelieved {
        Envelope.check(this, VERSION, KIND, KIND);
        Envelope.require(
                BootKey.isRun(fleet, node, boot) && BootKey.isKey(publicKey), "it does not name the run of a node");
    }
}
