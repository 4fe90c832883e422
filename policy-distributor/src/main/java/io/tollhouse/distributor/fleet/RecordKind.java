package io.tollhouse.distributor.fleet;

import io.tollhouse.contract.fleet.NodeStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a record of the policy topic is, since nodes say of each kind how far they are. */
public enum RecordKind {
    POLICY {
        @Override
        boolean isConfirmedBy(NodeStatus status, String topicId, long offset) {
            return status.confirms(topicId, offset);
        }

        @Override
        Optional<String> errorOf(NodeStatus status, String topicId, long offset) {
            return isAbout(status, topicId, offset, status.errorOffset())
                    ? Optional.of(Objects.requireNonNullElse(status.error(), SILENT))
                    : Optional.empty();
        }
    },
    OVERLAY {
        @Override
        boolean isConfirmedBy(NodeStatus status, String topicId, long offset) {
            return status.confirmsOverlay(topicId, offset);
        }

        @Override
        Optional<String> errorOf(NodeStatus status, String topicId, long offset) {
            return isAbout(status, topicId, offset, status.overlayErrorOffset())
                    ? Optional.of(Objects.requireNonNullElse(status.overlayError(), SILENT))
                    : Optional.empty();
        }
    };

    private static final String SILENT = "it does not say what is wrong";

    /** Whether a node has acted on such a record without an error for it. */
    abstract boolean isConfirmedBy(NodeStatus status, String topicId, long offset);

    /** What a node says is wrong with this very record. */
    abstract Optional<String> errorOf(NodeStatus status, String topicId, long offset);

    private static boolean isAbout(NodeStatus status, String topicId, long offset, @Nullable Long errorOffset) {
        var applied = status.applied();
        return errorOffset != null
                && errorOffset == offset
                && applied != null
                && applied.topicId().equals(topicId);
    }
}
