package io.tollhouse.distributor.publish;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Orders and lifts kills. Each time the whole overlay is made anew from the one that is in force under the fence, so that of two
 * who do so at once neither undoes what the other did.
 */
public final class KillPublisher {
    /** A kill stays in the overlay for so long after its end. Nodes judge the end themselves, and one dropped early is lifted. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private final NextRevision next;
    private final FencedWriter writer;
    private final InstantSource clock;
    private final InstantSource atLeast;

    /**
     * Publishes nothing by itself.
     *
     * @param clock the brokers', by which kills end, as well as it can be guessed
     * @param atLeast a time which that clock has reached, however wrong the guess is
     */
    public KillPublisher(NextRevision next, FencedWriter writer, InstantSource clock, InstantSource atLeast) {
        this.next = next;
        this.writer = writer;
        this.clock = clock;
        this.atLeast = atLeast;
    }

    /** Those that hold now, newest first. */
    public List<Kill> kills() {
        return holdingAt(clock.instant());
    }

    /** Those that the next overlay has, newest first: a few that are over among them, as long as a node may think otherwise. */
    List<Kill> kept() {
        var reached = atLeast.instant();
        return holdingAt(reached.equals(Instant.MIN) ? reached : reached.minus(KEPT));
    }

    private List<Kill> holdingAt(Instant time) {
        return next.log().overlay().stream()
                .flatMap(overlay -> overlay.overlay().kills().stream())
                .filter(kill -> kill.holdsAt(time))
                .toList();
    }

    /**
     * Orders a kill; one that has this target already is replaced. Blocks until Kafka has committed it, or a limit of time.
     *
     * @param force although nodes enforce kills that are not known here, which are lifted then
     * @throws TooManyKills where there is no room for it
     * @throws OverlayNotKnown where nodes enforce kills that are not known here
     * @throws NotPublished where nobody would believe it
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Killed kill(KillOrder order, boolean force) throws NotPublished, KafkaTrouble, InterruptedException {
        return write(() -> ordered(order, next.requireKnownOverlay(force)));
    }

    /**
     * Lifts the kill that has exactly this target. Blocks as above.
     *
     * @param why the author's words; empty for none
     * @param force as above
     * @throws NoSuchKill where none has
     * @throws OverlayNotKnown as above
     * @throws NotPublished where nobody would believe it
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Killed lift(KillTarget target, String author, String why, boolean force)
            throws NotPublished, KafkaTrouble, InterruptedException {
        return write(() -> lifted(target, author, why, next.requireKnownOverlay(force)));
    }

    private Killed write(Change<Killed> change) throws NotPublished, KafkaTrouble, InterruptedException {
        try {
            return writer.write(change);
        } catch (InvalidDocument e) {
            throw new IllegalStateException("a kill is no document", e);
        }
    }

    private Change.Attempt<Killed> ordered(KillOrder order, List<Problem> warnings) throws NotPublished {
        var now = clock.instant();
        var kill = new Kill(
                "kill-" + next.overlayRevision(),
                order.target(),
                now,
                order.lasts().map(now::plus).orElse(null),
                order.author(),
                order.why());
        try {
            return attempt(kill, laidOver(kill, kept()), order.author(), order.why(), warnings);
        } catch (TooManyKills e) { // those that are over make room
            return attempt(kill, laidOver(kill, kills()), order.author(), order.why(), warnings);
        }
    }

    private static List<Kill> laidOver(Kill kill, List<Kill> kills) {
        return Stream.concat(Stream.of(kill), others(kill.target(), kills)).toList();
    }

    private Change.Attempt<Killed> lifted(KillTarget target, String author, String why, List<Problem> warnings)
            throws NotPublished {
        var kill = kills().stream()
                .filter(each -> each.target().equals(target))
                .findFirst()
                .orElseThrow(() -> new NoSuchKill(target, kills()));
        return attempt(kill, others(target, kept()).toList(), author, why, warnings);
    }

    private static Stream<Kill> others(KillTarget target, List<Kill> kills) {
        return kills.stream().filter(each -> !each.target().equals(target));
    }

    private Change.Attempt<Killed> attempt(
            Kill kill, List<Kill> kills, String author, String why, List<Problem> warnings) throws NotPublished {
        if (kills.size() > Overlay.MAX_KILLS) {
            throw new TooManyKills(Overlay.MAX_KILLS + " kills hold already");
        }
        var overlay = next.overlay(kills, author, why, warnings);
        return overlay.as(published -> new Killed(kill, published));
    }
}
