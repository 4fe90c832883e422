package io.tollhouse.contract.fleet;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the streams of a run of a node have come, as its records of the action {@code checkpoint} say it, on {@link Topic#CHECKPOINT} beside
 * the trail: there it stands when the end of the trail is cut with all that says where it was.
 *
 * @param v the version of this format, 1
 * @param kind {@code heads}
 * @param fleet the id of the fleet
 * @param node the id of the node
 * @param boot of its run, 12 hexadecimal digits
 * @param created ISO-8601, the node's clock
 * @param heads as {@code tollhouse.heads} has them
 * @param signature by the key of the run, over what is signed of the record too, in Base64
 */
public record SignedHeads(
        int v,
        String kind,
        String fleet,
        String node,
        String boot,
        String created,
        List<String> heads,
        String signature) {
    /** The version of the format. */
    public static final int VERSION = 1;

    private static final String KIND = "heads";

    public SignedHeads {
        heads = List.copyOf(heads);
    }

    /** What a run has just signed. */
    public static SignedHeads of(
            String fleet, String node, String boot, Instant created, List<String> heads, String signature) {
        return new SignedHeads(VERSION, KIND, fleet, node, boot, created.toString(), heads, signature);
    }

    /** As it stands on the topic. */
    public byte[] bytes() {
        return Json.write(this);
    }

    /** Empty where the bytes are something else. Its signature is not looked at. */
    public static Optional<SignedHeads> read(byte[] bytes) {
        try {
            return Optional.of(Json.read(bytes, SignedHeads.class)).filter(SignedHeads::isSound);
        } catch (IOException | RuntimeException e) { // anybody may have written it
            return Optional.empty();
        }
    }

    private boolean isSound() {
        return v == VERSION
                && KIND.equals(kind)
                && BootKey.isRun(fleet, node, boot)
                && !signature.isEmpty()
                && at().isAfter(Instant.EPOCH);
    }

    /** By the node's clock. */
    public Instant at() {
        return Instant.parse(created);
    }

    /** The key of its record, so that the last one of a run stays. */
    public String recordKey() {
        return "heads/" + node + "/" + boot;
    }
}
