package io.tollhouse.proxy.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Records of one kind of which one is to be in force. Anybody may write many that are not believed, and write old ones that are
 * once more: so of the former only the newest is kept, for what is said of it, and of the latter the newest and the highest few.
 * For one thread at a time.
 */
final class Newest<S> {
    /** So many that are believed are kept: those above the right one may not compile. */
    static final int KEPT = 16;

    private final Deque<Verified<S>> newestFirst = new ArrayDeque<>();
    private final Comparator<Verified<S>> highestAndFirst;

    Newest(ToLongFunction<S> revision) {
        highestAndFirst = Comparator.<Verified<S>>comparingLong(
                        next -> -revision.applyAsLong(Objects.requireNonNull(next.signed())))
                .thenComparingLong(Verified::offset);
    }

    void add(Verified<S> next) {
        if (next.signed() == null) {
            newestFirst.removeIf(older -> older.signed() == null);
        }
        newestFirst.addFirst(next);
        var believed = newestFirst.stream()
                .filter(one -> one.signed() != null && !one.equals(next))
                .sorted(highestAndFirst)
                .toList();
        if (believed.size() > KEPT) {
            newestFirst.remove(believed.get(KEPT));
        }
    }

    /** In the order in which they were added. */
    void addAll(List<Verified<S>> added) {
        for (int i = added.size() - 1; i >= 0; i--) {
            add(added.get(i));
        }
    }

    List<Verified<S>> newestFirst() {
        return new ArrayList<>(newestFirst);
    }

    boolean isEmpty() {
        return newestFirst.isEmpty();
    }

    void clear() {
        newestFirst.clear();
    }
}
