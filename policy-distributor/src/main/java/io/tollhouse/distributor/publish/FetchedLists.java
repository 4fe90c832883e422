package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.lists.Chunks;
import io.tollhouse.process.lists.JoinedLists;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** List files of what was published, read back from Kafka; the last few stay here. */
public final class FetchedLists {
    private static final int KEPT = 4;

    private final Chunks chunks;
    private final Map<String, ListFile> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

    /** Reads nothing yet. */
    public FetchedLists(Chunks chunks) {
        this.chunks = chunks;
    }

    /**
     * The list files of a document.
     *
     * @param parts by the path that its text names them by
     * @throws KafkaTrouble where they are not to be had now
     */
    public synchronized Map<String, ListFile> files(Map<String, ListPart> parts)
            throws KafkaTrouble, InterruptedException {
        var files = new HashMap<String, ListFile>();
        for (var part : parts.entrySet()) {
            var file = file(part.getKey(), part.getValue());
            files.put(part.getKey(), new ListFile(part.getKey(), file.entries(), file.problems()));
        }
        return files;
    }

    private ListFile file(String path, ListPart part) throws KafkaTrouble, InterruptedException {
        var known = kept.get(part.hash());
        if (known != null) {
            return known;
        }
        var here = new HashMap<String, byte[]>();
        chunks.fetch(JoinedLists.chunks(List.of(part)), here::put);
        try {
            var file = JoinedLists.join(path, part, hash -> Optional.ofNullable(here.get(hash)));
            kept.put(part.hash(), file);
            kept.keySet()
                    .removeAll(kept.keySet().stream()
                            .limit(Math.max(0, kept.size() - KEPT))
                            .toList());
            return file;
        } catch (JoinedLists.Broken e) {
            throw new KafkaTrouble(e.sentence());
        }
    }

    /**
     * The maximum that bounds policies.
     *
     * @param maximum empty for nothing
     * @return null for nothing
     * @throws InvalidDocument where this version cannot read it
     * @throws KafkaTrouble where its list files are not to be had now
     */
    public @Nullable Policy bound(Optional<MaximumPart> maximum)
            throws InvalidDocument, KafkaTrouble, InterruptedException {
        if (maximum.isEmpty()) {
            return null;
        }
        var part = maximum.get();
        return PolicyCodec.parseMaximum(PolicyCheck.bytes(part.text()), "maximum", files(part.lists()));
    }
}
