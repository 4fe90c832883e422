package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.lists.Chunks;
import io.tollhouse.process.lists.JoinedLists;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads list files of published documents back from Kafka, one at a time. A few that were asked for last are kept, as long as nothing
 * else needs their memory. Safe from any thread.
 */
public final class PublishedLists {
    private static final int KEPT = 8;

    private final Chunks chunks;
    private final Map<String, SoftReference<ListFile>> kept = new LinkedHashMap<>();

    /** Reads nothing yet. */
    public PublishedLists(Chunks chunks) {
        this.chunks = chunks;
    }

    /**
     * The list files of a document.
     *
     * @param parts by the path that the document names them by
     * @throws KafkaTrouble where Kafka does not give one of them
     */
    public Map<String, ListFile> files(Map<String, ListPart> parts) throws KafkaTrouble, InterruptedException {
        var files = new HashMap<String, ListFile>();
        for (var part : parts.entrySet()) {
            files.put(part.getKey(), file(part.getKey(), part.getValue()));
        }
        return files;
    }

    /**
     * One of them.
     *
     * @throws KafkaTrouble where Kafka does not give it
     */
    public synchronized ListFile file(String path, ListPart part) throws KafkaTrouble, InterruptedException {
        var known = kept.remove(part.hash());
        var file = known == null ? null : known.get();
        var named = file == null ? fetch(path, part) : new ListFile(path, file.entries(), file.problems());
        kept.put(part.hash(), new SoftReference<>(named));
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return named;
    }

    private ListFile fetch(String path, ListPart part) throws KafkaTrouble, InterruptedException {
        var here = new HashMap<String, byte[]>();
        chunks.fetch(JoinedLists.chunks(List.of(part)), here::put);
        try {
            return JoinedLists.join(path, part, hash -> Optional.ofNullable(here.get(hash)));
        } catch (JoinedLists.Broken e) {
            throw new KafkaTrouble(e.sentence());
        }
    }
}
