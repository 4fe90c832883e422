package io.tollhouse.contract.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself on {@link Topic#FLEET}, on every change and each 5 seconds.
 *
 * @param v the version of this format, 1
 * @param boot 12 hex digits, new at each start
 * @param version of the product
 * @param address where agents reach it
 * @param applied up to where it has read the policy topic and acted; null before it has read anything
 * @param revision in force; 0 for none
 * @param hash of the revision in force; null for none
 * @param overlay what is laid over the policy, by id ({@link SignedOverlay}); null for nothing
 * @param features of the policy language that it can enforce
 * @param trustedKeys ids of the keys that it believes
 * @param skew milliseconds to add to its clock to get the brokers'
 * @param ledgerBytes records that wait for Kafka, in bytes
 * @param tunnels open now
 * @param tunnelsCut because a new revision no longer allowed them, since its start
 * @param error why the newest record of the policy topic is not in force, or what else is wrong; null for nothing
 * @param errorOffset the offset of the policy record that {@code error} is about; null when it is about something else
 * @param overlayApplied where the overlay in force stands on the policy topic; null for none, and when it is known from the disk
 *     alone
 * @param overlayCut tunnels that were cut when the overlay at {@code overlayApplied} was put in force; null where that is, and where the
 *     node does not say
 * @param overlayError why the newest overlay of the policy topic is not in force; null when it is
 * @param overlayErrorOffset the offset of the record that {@code overlayError} is about; null for none
 */
public record NodeStatus(
        int v,
        String node,
        String boot,
        String version,
        String address,
        State state,
        @Nullable Applied applied,
        long revision,
        @Nullable String hash,
        @Nullable String overlay,
        List<String> features,
        List<String> trustedKeys,
        long skew,
        long ledgerBytes,
        int tunnels,
        long tunnelsCut,
        @Nullable String error,
        @Nullable Long errorOffset,
        @Nullable Applied overlayApplied,
        @Nullable Long overlayCut,
        @Nullable String overlayError,
        @Nullable Long overlayErrorOffset) {

    /** The version of the format. */
    public static final int VERSION = 1;

    /** How long a node may be silent, in milliseconds of broker time, before it counts as lost. */
    public static final long LIVE_MILLIS = 15_000;

    /** How often a node speaks when nothing changes, in milliseconds. */
    public static final long INTERVAL_MILLIS = 5_000;

    /** What a node is able to do. */
    public enum State {
        /** It has not read the policy topic to its end yet. */
        STARTING,
        /** It enforces the newest revision. */
        READY,
        /** It serves, but something is wrong, which {@code error} names. */
        DEGRADED,
        /** It never saw a policy that it can believe, and refuses everything. */
        REFUSING,
        /** It stopped cleanly. */
        LEFT;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static State of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A place on the policy topic.
     *
     * @param topicId Kafka's id of the topic, since a replaced one begins at 0 again
     * @param offset of the last record that was acted on
     */
    public record Applied(String topicId, long offset) {
        public Applied {
            Objects.requireNonNull(topicId);
        }
    }

    /** A reader that met a null here would fall over one record for as long as the topic keeps it. */
    public NodeStatus {
        Objects.requireNonNull(node);
        Objects.requireNonNull(boot);
        Objects.requireNonNull(version);
        Objects.requireNonNull(address);
        Objects.requireNonNull(state);
        features = List.copyOf(features);
        trustedKeys = List.copyOf(trustedKeys);
    }

    /** The topic's key: {@code node/boot}. */
    public String key() {
        return node + "/" + boot;
    }

    public byte[] toBytes() {
        return Json.write(this);
    }

    /**
     * Reads a record of {@link Topic#FLEET}.
     *
     * @throws NotBelieved when the bytes are not a status
     */
    public static NodeStatus read(byte[] bytes) throws NotBelieved {
        try {
            return Json.read(bytes, NodeStatus.class);
        } catch (IOException | NullPointerException e) {
            throw new NotBelieved("it is not the status of a node");
        }
    }

    /** Whether this node has acted on a record of the policy topic, and has no error for it. */
    public boolean confirms(String topicId, long offset) {
        return applied != null
                && applied.topicId().equals(topicId)
                && applied.offset() >= offset
                && (errorOffset == null || errorOffset < offset);
    }

    /** Whether this node has put the overlay at this place of the policy topic, or a later one, in force. */
    public boolean confirmsOverlay(String topicId, long offset) {
        return overlayApplied != null && overlayApplied.topicId().equals(topicId) && overlayApplied.offset() >= offset;
    }
}
