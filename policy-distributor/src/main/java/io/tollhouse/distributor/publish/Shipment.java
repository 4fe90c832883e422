package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.policy.ListChunks;
import io.tollhouse.distributor.publish.CutLists.Place;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What goes with a manifest onto the topic of chunks: those that are not there yet. When they are written it is known where every
 * chunk stands.
 */
final class Shipment {
    /** No offset is written with more digits. */
    private static final long LONGEST = Long.MAX_VALUE;

    private final Function<Map<String, Long>, Map<String, ListPart>> parts;
    private final Map<String, Place> missing;
    private final List<String> order;
    private final Map<String, Long> there;

    private Shipment(
            Function<Map<String, Long>, Map<String, ListPart>> parts,
            Map<String, Place> missing,
            Map<String, Long> there) {
        this.parts = parts;
        this.missing = missing;
        this.order = List.copyOf(missing.keySet());
        this.there = there;
    }

    /**
     * Of lists of which some chunks may be there.
     *
     * @param there offsets of those, by their hashes
     */
    static Shipment of(CutLists lists, Map<String, Long> there) {
        var missing = lists.places();
        missing.keySet().removeAll(there.keySet());
        return new Shipment(offsets -> parts(lists, offsets), missing, Map.copyOf(there));
    }

    /** Of lists that were published before. */
    static Shipment unchanged(Map<String, ListPart> published) {
        return new Shipment(offsets -> published, Map.of(), Map.of());
    }

    private static Map<String, ListPart> parts(CutLists lists, Map<String, Long> offsets) {
        return lists.byPath().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, list -> part(list.getValue(), offsets)));
    }

    private static ListPart part(ListChunks list, Map<String, Long> offsets) {
        var chunks = list.hashes().stream()
                .map(hash -> new Chunk(hash, Objects.requireNonNull(offsets.get(hash))))
                .toList();
        return new ListPart(list.hash(), list.entries(), chunks);
    }

    /** The chunks to write, each made when it is asked for: all together may be large. */
    List<Fence.Entry> missing() {
        return new AbstractList<>() {
            @Override
            public Fence.Entry get(int index) {
                var hash = order.get(index);
                return new Fence.Entry(
                        Topic.CHUNKS,
                        hash,
                        Objects.requireNonNull(missing.get(hash)).bytes());
            }

            @Override
            public int size() {
                return order.size();
            }
        };
    }

    /**
     * What the manifest says of the lists.
     *
     * @param appended where those that were missing are now
     */
    Map<String, ListPart> parts(List<Fence.Appended> appended) {
        var offsets = new HashMap<>(there);
        for (int i = 0; i < order.size(); i++) {
            offsets.put(order.get(i), appended.get(i).offset());
        }
        return parts.apply(offsets);
    }

    /** The same before it is known where they will be, and in no fewer digits. */
    Map<String, ListPart> longestParts() {
        var offsets = new HashMap<>(there);
        order.forEach(hash -> offsets.put(hash, LONGEST));
        return parts.apply(offsets);
    }
}
