package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where manifests say that chunks of lists stand; of those that were named longest ago only so many that it is no burden. One that is
 * forgotten is written once more when it is needed. For one thread at a time.
 */
final class ChunkPlaces {
    private static final int KEPT = 100_000;

    private final Map<String, Long> offsets = new LinkedHashMap<>();

    /** The manifest of a later revision than those before. */
    void add(Manifest manifest) {
        manifest.allLists().forEach(list -> list.chunks().forEach(this::add));
    }

    private void add(ListPart.Chunk chunk) {
        offsets.remove(chunk.hash()); // so that it stands last
        offsets.put(chunk.hash(), chunk.offset());
        if (offsets.size() > KEPT) {
            offsets.remove(offsets.keySet().iterator().next());
        }
    }

    /** Empty where no manifest names it. */
    OptionalLong find(String hash) {
        var offset = offsets.get(hash);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
