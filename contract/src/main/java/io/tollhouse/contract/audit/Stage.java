package io.tollhouse.contract.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When in a request's life a record was written. */
public enum Stage {
    /** Before a DNS question leaves the node. */
    LOOKUP(0),
    /** Before the first byte that the client chose leaves the node. */
    ADMISSION(1),
    /** While a long tunnel runs. */
    PROGRESS(2),
    /** When an admitted request is over. */
    OUTCOME(3),
    /** A request that was refused: its only record. */
    REFUSAL(4),
    /** Not of a request: a stream of records says something of streams. */
    STREAM(5);

    private static final Stage[] BY_CODE = values();

    private final int code;
    private final String label = name().toLowerCase(Locale.ROOT);

    Stage(int code) {
        this.code = code;
    }

    /** What stands for it in files; it never changes. */
    public int code() {
        return code;
    }

    /** Null where none has it. */
    public static @Nullable Stage of(int code) {
        for (var stage : BY_CODE) {
            if (stage.code == code) {
                return stage;
            }
        }
        return null;
    }

    /** As records and metrics show it. */
    public String label() {
        return label;
    }
}
