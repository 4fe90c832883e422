package io.tollhouse.contract.fleet;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.overlay.Overlay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One published overlay, whole: the next one replaces it.
 *
 * @param v the version of this format, 1
 * @param kind {@code overlay}
 * @param key the topic's key, {@code overlay}
 * @param fleet the id of the fleet that may believe it
 * @param revision from 1, rising among overlays; not the policy's
 * @param base the overlay's revision that was in force before; 0 for none
 * @param created ISO-8601, the distributor's clock
 * @param author the name of the token that published it
 * @param keyId of the key that signed it
 * @param why the author's words; empty for none
 * @param previous the hash of the overlay before, as history keeps it; null for the first
 * @param kills at most {@value Overlay#MAX_KILLS}
 */
public record OverlayManifest(
        int v,
        String kind,
        String key,
        String fleet,
        long revision,
        long base,
        String created,
        String author,
        String keyId,
        String why,
        @Nullable String previous,
        List<Entry> kills)
        implements Envelope {

    /** The version of the format. */
    public static final int VERSION = 1;

    /**
     * A kill in texts.
     *
     * @param since ISO-8601, by the brokers' clock
     * @param until ISO-8601, by the brokers' clock; null until it is lifted
     */
    public record Entry(
            String id,
            @Nullable String agent,
            @Nullable String destination,
            @Nullable String rule,
            @Nullable String node,
            String since,
            @Nullable String until,
            String author,
            String why) {

        public static Entry of(Kill kill) {
            var target = kill.target();
            var until = kill.until();
            return new Entry(
                    kill.id(),
                    target.agentText(),
                    target.destinationText(),
                    target.rule(),
                    target.node(),
                    kill.since().toString(),
                    until == null ? null : until.toString(),
                    kill.author(),
                    kill.why());
        }

        private Kill kill() throws NotBelieved {
            Envelope.require(id != null && id.matches("[a-z0-9-]{1,40}"), "the id of a kill is not one");
            Envelope.requireTime(String.valueOf(since));
            if (until != null) {
                Envelope.requireTime(until);
            }
            try {
                return new Kill(
                        id,
                        KillTarget.parse(agent, destination, rule, node),
                        Instant.parse(since),
                        until == null ? null : Instant.parse(until),
                        String.valueOf(author),
                        String.valueOf(why));
            } catch (IllegalArgumentException e) {
                throw new NotBelieved(
                        "this version cannot read the kill " + id + " (" + e.getMessage() + "); upgrade this process");
            }
        }
    }

    public OverlayManifest {
        kills = List.copyOf(kills);
    }

    /** An overlay as its author's distributor makes it. */
    public static OverlayManifest of(
            String fleet,
            long revision,
            long base,
            Instant created,
            String author,
            String keyId,
            String why,
            @Nullable String previous,
            List<Kill> kills) {
        return new OverlayManifest(
                VERSION,
                Topic.OVERLAY_KEY,
                Topic.OVERLAY_KEY,
                fleet,
                revision,
                base,
                created.toString(),
                author,
                keyId,
                why,
                previous,
                kills.stream().map(Entry::of).toList());
    }

    @Override
    public void check() throws NotBelieved {
        Envelope.check(this, VERSION, Topic.OVERLAY_KEY, Topic.OVERLAY_KEY);
        Envelope.require(kills.size() <= Overlay.MAX_KILLS, "it has more than " + Overlay.MAX_KILLS + " kills");
        for (var entry : kills) {
            entry.kill();
        }
    }

    /**
     * What it says.
     *
     * @param id by which it is called
     */
    Overlay overlay(String id) throws NotBelieved {
        var read = new ArrayList<Kill>(kills.size());
        for (var entry : kills) {
            read.add(entry.kill());
        }
        return new Overlay(id, read);
    }
}
