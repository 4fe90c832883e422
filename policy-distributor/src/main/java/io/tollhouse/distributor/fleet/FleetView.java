package io.tollhouse.distributor.fleet;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.distributor.follow.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the fleet topic. Safe from any thread. */
public final class FleetView implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(FleetView.class);

    /** So many runs of nodes are kept; of more, those that were silent for longest are forgotten. */
    private static final int KEPT = 4_096;

    private static final Duration LEFT_IS_SHOWN = Duration.ofHours(1);
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final Map<String, Boot> boots = new HashMap<>();
    private final BrokerClock clock;

    public FleetView(BrokerClock clock) {
        this.clock = clock;
    }

    /**
     * A node as it last said it is.
     *
     * @param at when the broker appended that
     * @param twin where another live node of the same id is; null for none
     */
    public record NodeView(
            NodeStatus status,
            Presence presence,
            Instant at,
            Duration age,
            @Nullable String twin) {}

    /**
     * What a node has made of a record of the policy topic.
     *
     * @param at when the broker appended the first status that confirmed it; null where none did
     * @param tunnelsCut how many tunnels it cut for that record; 0 before it confirmed
     * @param error what the node says of that record; null for nothing
     */
    public record Confirmation(
            NodeView node,
            @Nullable Instant at,
            long tunnelsCut,
            @Nullable String error) {}

    @Override
    public synchronized void restart(Map<String, String> topicIds) {
        boots.clear();
    }

    @Override
    public synchronized void record(ConsumerRecord<byte[], byte[]> record, boolean fresh) {
        var at = Instant.ofEpochMilli(record.timestamp());
        if (fresh) {
            clock.heardNow(at);
        } else {
            clock.heard(at);
        }
        if (record.value() == null) {
            return;
        }
        try {
            hear(new Boot.Said(NodeStatus.read(record.value()), at));
        } catch (NotBelieved e) {
            LOG.warn(
                    "the record at offset {} of {} is passed over: {}",
                    record.offset(),
                    record.topic(),
                    e.getMessage());
        }
    }

    private void hear(Boot.Said said) {
        var known = boots.get(said.status().key());
        if (known == null) {
            boots.put(said.status().key(), new Boot(said));
            forgetSome();
        } else {
            known.says(said);
        }
    }

    private void forgetSome() {
        var now = clock.now();
        boots.values().removeIf(boot -> boot.silent(now).compareTo(FORGOTTEN) > 0);
        while (boots.size() > KEPT) {
            boots.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().at()))
                    .map(Map.Entry::getKey)
                    .ifPresent(boots::remove);
        }
    }

    /** Every run that is worth showing, by node: one that is over is not, once a newer one of its node is live. */
    public synchronized List<NodeView> nodes() {
        var now = clock.now();
        var liveSince = new HashMap<String, Instant>();
        boots.values().stream()
                .filter(boot -> boot.presence(now) == Presence.LIVE)
                .forEach(boot -> liveSince.merge(
                        boot.status().node(), boot.since(), (one, two) -> one.isAfter(two) ? one : two));
        var twins = Twins.among(boots.values(), now);
        return boots.values().stream()
                .filter(boot -> isShown(boot, now, liveSince.get(boot.status().node())))
                .map(boot -> view(boot, now, twins))
                .sorted(byName())
                .toList();
    }

    private static boolean isShown(Boot boot, Instant now, @Nullable Instant newestLive) {
        var presence = boot.presence(now);
        if (presence == Presence.LIVE) {
            return true;
        }
        var limit = presence == Presence.LEFT ? LEFT_IS_SHOWN : FORGOTTEN;
        boolean replaced = newestLive != null && newestLive.isAfter(boot.since());
        return !replaced && boot.silent(now).compareTo(limit) <= 0;
    }

    private static Comparator<NodeView> byName() {
        return Comparator.comparing((NodeView node) -> node.status().node()).thenComparing(NodeView::at);
    }

    private static NodeView view(Boot boot, Instant now, Twins twins) {
        var twin = twins.of(boot).map(other -> other.status().address()).orElse(null);
        return new NodeView(boot.status(), boot.presence(now), boot.at(), boot.silent(now), twin);
    }

    /** The runs that spoke a short while ago. */
    public List<NodeView> live() {
        return nodes().stream().filter(node -> node.presence() == Presence.LIVE).toList();
    }

    /** The highest revision up to this one that a live node says it enforces; 0 for none. */
    public long highestRevision(long most) {
        return live().stream()
                .mapToLong(node -> node.status().revision())
                .filter(revision -> revision <= most)
                .max()
                .orElse(0);
    }

    /** The id of the highest overlay up to this revision that a live node says it enforces; empty for none. */
    public Optional<String> highestOverlay(long most) {
        return live().stream()
                .map(node -> node.status().overlay())
                .filter(overlay -> SignedOverlay.revisionOf(overlay) > 0)
                .filter(overlay -> SignedOverlay.revisionOf(overlay) <= most)
                .max(Comparator.comparingLong(SignedOverlay::revisionOf));
    }

    /** The ids of all nodes that spoke within the last day, whatever became of them. */
    public synchronized Set<String> names() {
        return boots.values().stream().map(boot -> boot.status().node()).collect(Collectors.toSet());
    }

    /** What each run that spoke within the last hour has made of a record of the policy topic, replaced runs included. */
    public synchronized List<Confirmation> confirmations(RecordKind kind, String topicId, long offset) {
        var now = clock.now();
        var twins = Twins.among(boots.values(), now);
        return boots.values().stream()
                .filter(boot -> boot.silent(now).compareTo(LEFT_IS_SHOWN) <= 0)
                .map(boot -> confirmation(boot, now, twins, kind, topicId, offset))
                .sorted(Comparator.comparing(Confirmation::node, byName()))
                .toList();
    }

    private static Confirmation confirmation(
            Boot boot, Instant now, Twins twins, RecordKind kind, String topicId, long offset) {
        var mark = boot.confirmed(kind, topicId, offset);
        return new Confirmation(
                view(boot, now, twins),
                mark.map(first -> first.said().at()).orElse(null),
                mark.map(first -> first.cutFor(kind)).orElse(0L),
                kind.errorOf(boot.status(), topicId, offset).orElse(null));
    }

    /** The brokers' clock. */
    public Instant now() {
        return clock.now();
    }

    /** What the brokers' clock shows at least, however wrong our own is. */
    public Instant atLeast() {
        return clock.atLeast();
    }
}
