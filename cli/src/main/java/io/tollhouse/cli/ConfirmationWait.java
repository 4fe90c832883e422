package io.tollhouse.cli;

import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Confirmation;
import io.tollhouse.cli.api.Published;
import io.tollhouse.cli.api.Published.Run;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits until every node that was live when something was published has confirmed it, or will not, or time is up. */
final class ConfirmationWait {
    private static final Duration POLL = Duration.ofMillis(50);

    /** The shortest time that a question may take, however little of the wait is left. */
    private static final Duration LEAST_LIMIT = Duration.ofMillis(500);

    private final Api api;
    private final Published published;
    private final Duration timeout;
    private final Consumer<Confirmation> confirmed;
    private final Map<Run, Confirmation> last = new HashMap<>();
    private final Set<Run> open;
    private List<String> lost = List.of();
    private @Nullable String trouble;

    /**
     * How the wait went.
     *
     * @param last what each node was last known to have made of it
     * @param lost nodes that were lost before, and may still serve
     * @param trouble why the last question had no answer; null when it had one
     */
    record Result(
            Map<Run, Confirmation> last,
            List<String> lost,
            @Nullable String trouble) {
        boolean confirmedBy(Run run) {
            var confirmation = last.get(run);
            return confirmation != null && confirmation.confirmed();
        }
    }

    /**
     * Asks nothing yet.
     *
     * @param confirmed told of each node as it confirms
     */
    ConfirmationWait(Api api, Published published, Duration timeout, Consumer<Confirmation> confirmed) {
        this.api = api;
        this.published = published;
        this.timeout = timeout;
        this.confirmed = confirmed;
        this.open = new LinkedHashSet<>(published.nodes());
    }

    /** Waits. An API that does not answer for a moment is asked again: it is published all the same. */
    Result run() throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!open.isEmpty()) {
            ask(Duration.ofNanos(Math.max(LEAST_LIMIT.toNanos(), end - System.nanoTime())));
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            if (!open.isEmpty()) {
                Thread.sleep(Math.min(POLL.toMillis(), 1 + left / 1_000_000));
            }
        }
        return new Result(Map.copyOf(last), List.copyOf(lost), trouble);
    }

    private void ask(Duration limit) {
        try {
            var confirmations = api.confirmations(published, limit);
            confirmations.forEach(this::note);
            lost = lost(confirmations);
            trouble = null;
        } catch (ApiException e) {
            trouble = e.getMessage();
        }
    }

    /** Not those of which another run is live. */
    private List<String> lost(List<Confirmation> confirmations) {
        var awaited = published.nodes().stream().map(Run::node).toList();
        return confirmations.stream()
                .filter(confirmation -> confirmation.presence().equals("lost"))
                .map(confirmation -> confirmation.run().node())
                .filter(node -> !awaited.contains(node))
                .distinct()
                .toList();
    }

    private void note(Confirmation confirmation) {
        if (!open.contains(confirmation.run())) {
            return;
        }
        last.put(confirmation.run(), confirmation);
        boolean refused =
                confirmation.error() != null || confirmation.presence().equals("left");
        if (confirmation.confirmed()) {
            confirmed.accept(confirmation);
        }
        if (confirmation.confirmed() || refused) {
            open.remove(confirmation.run()); // a lost one may still come back
        }
    }
}
