package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several records of one kind that were read together is in force: the one that would be if they had come one by one, without
 * putting those in force that stand before it.
 */
final class Choice<S> {
    private static final Logger LOG = LoggerFactory.getLogger(Choice.class);

    private final Kind<S> kind;
    private final Comparator<Believed<S>> highestAndFirst;

    Choice(Kind<S> kind) {
        this.kind = kind;
        this.highestAndFirst = Comparator.<Believed<S>>comparingLong(
                        believed -> -kind.revision().applyAsLong(believed.signed()))
                .thenComparing(Believed::ofHistory)
                .thenComparingLong(Believed::offset);
    }

    private record Believed<S>(long offset, S signed, boolean ofHistory) {}

    /** Why the newest is not the one in force. */
    record Refused(long offset, String why) {}

    /** Puts the right one in force; empty where that is the newest. */
    Optional<Refused> choose(List<Verified<S>> newestFirst) {
        return choose(newestFirst, List.of());
    }

    /**
     * The same where those of the history count too, because the topic alone may have lost the right one.
     *
     * @return why the newest of the topic is not the one in force; empty where it is, and where the topic has none
     */
    Optional<Refused> choose(List<Verified<S>> newestFirst, List<Verified<S>> ofHistory) {
        var believed = new ArrayList<Believed<S>>();
        var refused = new HashMap<Long, String>();
        for (var next : newestFirst) {
            var signed = next.signed();
            if (signed == null) {
                refuse(refused, next.offset(), String.valueOf(next.why()));
            } else {
                believed.add(new Believed<>(next.offset(), signed, false));
            }
        }
        for (var next : ofHistory) {
            var signed = next.signed();
            if (signed != null) {
                believed.add(new Believed<>(next.offset(), signed, true));
            }
        }
        believed.sort(highestAndFirst);
        for (var next : believed) {
            if (isInForce(next, refused)) {
                break;
            }
        }
        return newestFirst.isEmpty() ? Optional.empty() : refusal(newestFirst.get(0), refused);
    }

    private boolean isInForce(Believed<S> next, Map<Long, String> refused) {
        try {
            kind.offer().offer(next.signed());
            return true;
        } catch (NotBelieved e) {
            var why = String.valueOf(e.getMessage());
            if (next.ofHistory()) {
                LOG.warn("the {} at offset {} of the history is refused: {}", kind.word(), next.offset(), why);
            } else {
                refuse(refused, next.offset(), why);
            }
            return false;
        }
    }

    private void refuse(Map<Long, String> refused, long offset, String why) {
        LOG.warn("the {} at offset {} is refused: {}", kind.word(), offset, why);
        refused.put(offset, why);
    }

    /** The newest may not have been tried at all, because a higher one stood before it. */
    private Optional<Refused> refusal(Verified<S> newest, Map<Long, String> refused) {
        var signed = newest.signed();
        if (signed != null && !refused.containsKey(newest.offset())) {
            isInForce(new Believed<>(newest.offset(), signed, false), refused);
        }
        return Optional.ofNullable(refused.get(newest.offset()))
                .map(why -> new Refused(newest.offset(), "the newest " + kind.word() + " is refused: " + why));
    }
}
