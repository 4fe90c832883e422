package io.tollhouse.contract.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a run of a node says of itself on {@link Topic#CHECKPOINT}, once: the key with which it signs how far its streams have come. It is
 * not signed, since nobody knows that key yet; the first one of a run counts.
 *
 * @param v the version of this format, 1
 * @param kind {@code boot-key}
 * @param fleet the id of the fleet
 * @param node the id of the node
 * @param boot of its run, 12 hexadecimal digits
 * @param publicKey Ed25519, X.509 in Base64
 * @param created ISO-8601, the node's clock
 */
public record BootKey(int v, String kind, String fleet, String node, String boot, String publicKey, String created) {
    /** The version of the format. */
    public static final int VERSION = 1;

    private static final String KIND = "boot-key";
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._-]{1,128}");
    private static final Pattern BOOT = Pattern.compile("[0-9a-f]{12}");
    private static final Pattern KEY = Pattern.compile("[0-9A-Za-z+/=]{1,128}");

    /** Of a run that begins now. */
    public static BootKey of(String fleet, String node, String boot, String publicKey, Instant created) {
        return new BootKey(VERSION, KIND, fleet, node, boot, publicKey, created.toString());
    }

    /** As it stands on the topic. */
    public byte[] bytes() {
        return Json.write(this);
    }

    /** Empty where the bytes are something else. */
    public static Optional<BootKey> read(byte[] bytes) {
        try {
            return Optional.of(Json.read(bytes, BootKey.class)).filter(BootKey::isSound);
        } catch (IOException | RuntimeException e) { // anybody may have written it
            return Optional.empty();
        }
    }

    private boolean isSound() {
        return v == VERSION && KIND.equals(kind) && isRun(fleet, node, boot) && isKey(publicKey);
    }

    /** Whether these can be the names of a run of a node. */
    static boolean isRun(String fleet, String node, String boot) {
        return NAME.matcher(fleet).matches()
                && NAME.matcher(node).matches()
                && BOOT.matcher(boot).matches();
    }

    /** Whether this can be a key. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    /** The key of its record: another public key of the same run does not take its place when the topic is compacted. */
    public String recordKey() {
        var hash = Digest.sha256(publicKey.getBytes(StandardCharsets.US_ASCII));
        return "key/" + node + "/" + boot + "/" + hash.substring(0, 16);
    }
}
