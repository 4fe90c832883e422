package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.document.Poison;
import java.util.List;

/** Keeps the bytes of what cannot be indexed. */
public interface DeadLetters {
    /**
     * Returns when all of them are kept. The same record may be kept more than once.
     *
     * @throws NotKept where some may not be; all of them are to be handed over again
     */
    void keep(List<Poison> records) throws NotKept, InterruptedException;

    /** Why not, as a sentence. */
    final class NotKept extends Exception {
        public NotKept(String sentence) {
            super(sentence, null, false, false);
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }
}
