package io.tollhouse.distributor.fleet;

import io.tollhouse.contract.fleet.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;

/** One run of a node: its last status, and the first one of each change in what it has acted on. For one thread at a time. */
final class Boot {
    private static final int MARKS = 32;

    private final Deque<Mark> marks = new ArrayDeque<>();
    private final Instant since;
    private Said last;

    /**
     * A status and when the broker appended it.
     */
    record Said(NodeStatus status, Instant at) {
        boolean isAboutTheSameAs(Said other) {
            return Objects.equals(status.applied(), other.status.applied())
                    && Objects.equals(status.errorOffset(), other.status.errorOffset())
                    && Objects.equals(status.overlayApplied(), other.status.overlayApplied())
                    && Objects.equals(status.overlayErrorOffset(), other.status.overlayErrorOffset());
        }
    }

    /**
     * The first status of a change.
     *
     * @param cut so many tunnels since the status before it
     */
    record Mark(Said said, long cut) {

        /** So many tunnels for that, as the node says; one that does not say it may have told of some before. */
        long cutFor(RecordKind kind) {
            var told = said.status().overlayCut();
            return kind == RecordKind.OVERLAY && told != null ? told : cut;
        }
    }

    Boot(Said first) {
        last = first;
        since = first.at();
        marks.addLast(new Mark(first, 0));
    }

    void says(Said said) {
        if (!said.isAboutTheSameAs(last)) {
            marks.addLast(new Mark(said, said.status().tunnelsCut() - status().tunnelsCut()));
            if (marks.size() > MARKS) {
                marks.removeFirst();
            }
        }
        last = said;
    }

    NodeStatus status() {
        return last.status();
    }

    Instant at() {
        return last.at();
    }

    /** When its first status that is known here was appended. */
    Instant since() {
        return since;
    }

    Duration silent(Instant now) {
        var silent = Duration.between(last.at(), now);
        return silent.isNegative() ? Duration.ZERO : silent;
    }

    Presence presence(Instant now) {
        if (status().state() == NodeStatus.State.LEFT) {
            return Presence.LEFT;
        }
        return silent(now).toMillis() <= NodeStatus.LIVE_MILLIS ? Presence.LIVE : Presence.LOST;
    }

    /** The first status in which it said that it has acted on a record without an error for it. */
    Optional<Mark> confirmed(RecordKind kind, String topicId, long offset) {
        return marks.stream()
                .filter(mark -> kind.isConfirmedBy(mark.said().status(), topicId, offset))
                .findFirst();
    }
}
