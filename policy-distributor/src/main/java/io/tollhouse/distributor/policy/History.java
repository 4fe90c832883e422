package io.tollhouse.distributor.policy;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The newest {@value #KEPT} revisions without their texts. For one thread at a time. */
final class History {
    static final int KEPT = 10_000;

    private final NavigableMap<Long, Entry> entries = new TreeMap<>();

    /**
     * A revision and where its record is.
     *
     * @param offset on the history topic
     */
    record Entry(Revision revision, long offset) {}

    void add(Revision revision, long offset) {
        entries.put(revision.revision(), new Entry(revision, offset));
        if (entries.size() > KEPT) {
            entries.pollFirstEntry();
        }
    }

    Optional<Entry> find(long revision) {
        return Optional.ofNullable(entries.get(revision));
    }

    Optional<Revision> newest() {
        return Optional.ofNullable(entries.lastEntry())
                .map(entry -> entry.getValue().revision());
    }

    /** Newest first. */
    List<Revision> newest(int limit) {
        return entries.descendingMap().values().stream()
                .limit(limit)
                .map(Entry::revision)
                .toList();
    }
}
