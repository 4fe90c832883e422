package io.tollhouse.process.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/** Something that Kafka does not give us now. Its message is a sentence for people. It has no stack trace: it is expected. */
public final class KafkaTrouble extends Exception {
    private static final long serialVersionUID = 1L;

    public KafkaTrouble(String sentence) {
        super(sentence, null, false, false);
    }

    /** In words, whatever the client threw. */
    public static KafkaTrouble of(String doing, Throwable cause) {
        return new KafkaTrouble(doing + ": " + sentence(cause));
    }

    /** What an error of the client means. */
    public static String sentence(Throwable cause) {
        if (cause instanceof AuthenticationException) {
            return "Kafka does not accept this process's credentials; see kafka.properties";
        }
        if (cause instanceof AuthorizationException) {
            return "Kafka does not allow it to this process; give it the rights that its role needs ("
                    + cause.getMessage() + ")";
        }
        if (cause instanceof RetriableException) {
            return "Kafka does not answer";
        }
        return cause.getClass().getSimpleName() + " (" + cause.getMessage() + ")";
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
