package io.tollhouse.process.kafka;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Right.Resource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Something that Kafka does not give us now. Its message is a sentence for people. It has no stack trace: it is expected. */
public final class KafkaTrouble extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String PLAN = "; `tollhouse kafka plan` prints the rights of each role, and how to grant them";

    private final Kind kind;

    /** What to do about it differs. */
    public enum Kind {
        /** The topic is not there. */
        MISSING,
        /** What was to be made is there already. */
        EXISTS,
        /** This process lacks a right. */
        FORBIDDEN,
        /** Kafka is away, or it is another thing that may pass. */
        OTHER
    }

    public KafkaTrouble(String sentence) {
        this(Kind.OTHER, sentence);
    }

    public KafkaTrouble(Kind kind, String sentence) {
        super(sentence, null, false, false);
        this.kind = kind;
    }

    /**
     * In words, whatever the client threw.
     *
     * @param needed what the process must be allowed for it
     */
    public static KafkaTrouble of(String doing, Right needed, Throwable cause) {
        return new KafkaTrouble(
                isForbidden(cause) ? Kind.FORBIDDEN : Kind.OTHER, doing + ": " + sentence(needed, cause));
    }

    /** Whether it failed because this process lacks a right. It never did anything then. */
    public static boolean isForbidden(Throwable cause) {
        return forbidden(cause).isPresent();
    }

    /** What an error of the client means, where it is not about one right. */
    public static String sentence(Throwable cause) {
        return forbidden(cause)
                .map(e -> "Kafka does not allow it to this process (" + e.getMessage() + ")" + PLAN)
                .orElseGet(() -> otherwise(cause));
    }

    /**
     * What an error of the client means.
     *
     * @param needed what the process must be allowed for it
     */
    public static String sentence(Right needed, Throwable cause) {
        return forbidden(cause)
                .map(e -> "Kafka does not allow it to this process, which lacks " + lacking(needed, e) + PLAN)
                .orElseGet(() -> otherwise(cause));
    }

    private static String otherwise(Throwable cause) {
        if (cause instanceof AuthenticationException) {
            return "Kafka does not accept this process's credentials; see kafka.properties";
        }
        if (cause instanceof RetriableException) {
            return "Kafka does not answer";
        }
        return cause.getClass().getSimpleName() + " (" + cause.getMessage() + ")";
    }

    /** A transaction that went wrong throws a general error around it. */
    private static Optional<AuthorizationException> forbidden(@Nullable Throwable cause) {
        for (var e = cause; e != null; e = e.getCause()) {
            if (e instanceof AuthorizationException forbidden) {
                return Optional.of(forbidden);
            }
        }
        return Optional.empty();
    }

    /** Kafka knows the name better, where it tells one. */
    private static Right lacking(Right needed, AuthorizationException e) {
        if (e instanceof TransactionalIdAuthorizationException) {
            return Right.PUBLISH;
        }
        if (e instanceof GroupAuthorizationException group && group.groupId() != null) {
            return new Right(Resource.GROUP, group.groupId(), List.of(Operation.READ));
        }
        if (e instanceof TopicAuthorizationException topic
                && !topic.unauthorizedTopics().isEmpty()) {
            var names = String.join(" and ", new TreeSet<>(topic.unauthorizedTopics()));
            return new Right(Resource.TOPIC, names, needed.operations());
        }
        return needed;
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
