package io.tollhouse.contract.trail;

import io.tollhouse.contract.audit.EventId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Makes one finding of records of a stream that follow on each other, where the same is wrong with each of them. Not thread-safe. */
public final class Stretches {
    /** Those of more streams at once are told before they may have ended. */
    private static final int MAX_OPEN = 1_000;

    private final Finding.Kind kind;
    private final String what;
    private final Consumer<Finding> found;
    private final Map<String, Stretch> open = new LinkedHashMap<>();

    /**
     * Of no records yet.
     *
     * @param what is wrong with each, as the rest of a sentence that begins with "record 3 is"
     * @param found told of each stretch when it has ended
     */
    public Stretches(Finding.Kind kind, String what, Consumer<Finding> found) {
        this.kind = kind;
        this.what = what;
        this.found = found;
    }

    /** With both ends. */
    private record Stretch(long from, long to) {
        boolean goesOnWith(long sequence) {
            return sequence == to || sequence == to + 1;
        }
    }

    /** Takes one more, in about the order of its stream; one that came twice is taken once. */
    public void add(EventId record) {
        var stream = record.topicKey();
        long sequence = record.sequence();
        var before = open.remove(stream);
        if (before != null && before.goesOnWith(sequence)) {
            open.put(stream, new Stretch(before.from(), sequence));
            return;
        }
        if (before != null) {
            tell(stream, before);
        }
        open.put(stream, new Stretch(sequence, sequence));
        if (open.size() > MAX_OPEN) {
            var all = open.entrySet().iterator();
            var eldest = all.next();
            tell(eldest.getKey(), eldest.getValue());
            all.remove();
        }
    }

    /** Nothing more comes. */
    public void end() {
        open.forEach(this::tell);
        open.clear();
    }

    private void tell(String stream, Stretch stretch) {
        var text = stretch.from() == stretch.to()
                ? "record %d is %s".formatted(stretch.from(), what)
                : "records %d to %d are %s".formatted(stretch.from(), stretch.to(), what);
        found.accept(new Finding(kind, stream, stretch.from(), text));
    }
}
