package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.policy.ListChunks;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.NamedList;
import io.tollhouse.contract.policy.Policy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The list files of a document, cut into chunks.
 *
 * @param byPath the lists, by the path that the document names them by
 */
record CutLists(Map<String, ListChunks> byPath) {

    /** Nothing to cut. */
    static final CutLists NONE = new CutLists(Map.of());

    CutLists {
        byPath = Map.copyOf(byPath);
    }

    /** Where a chunk is among them. */
    record Place(ListChunks list, int index) {
        byte[] bytes() {
            return list.chunk(index);
        }
    }

    /** Cuts those that a policy names. */
    static CutLists of(Policy policy, Map<String, ListFile> files) {
        var cut = new HashMap<String, ListChunks>();
        policy.lists().values().stream()
                .map(NamedList::file)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(path -> cut.put(path, cut(Objects.requireNonNull(files.get(path), path))));
        return new CutLists(cut);
    }

    private static ListChunks cut(ListFile file) {
        return ListChunks.cut(file.entries(), ListPart.MAX_CHUNK_BYTES);
    }

    /** All chunks, each once, by their hashes. */
    Map<String, Place> places() {
        var places = new LinkedHashMap<String, Place>();
        byPath.values().forEach(list -> {
            for (int i = 0; i < list.hashes().size(); i++) {
                places.putIfAbsent(list.hashes().get(i), new Place(list, i));
            }
        });
        return places;
    }
}
