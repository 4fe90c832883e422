package io.tollhouse.process.lists;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.policy.ListFile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Makes list files of chunks. */
public final class JoinedLists {
    private JoinedLists() {}

    /** Chunks that are here. */
    @FunctionalInterface
    public interface Here {
        /** Bytes that have this hash; empty where there are none. */
        Optional<byte[]> chunk(String hash);
    }

    /** A list that cannot be had. It has no stack trace: it is expected. */
    public static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String sentence) {
            super(sentence, null, false, false);
        }

        /** What is wrong with which list. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** The chunks of all these lists, each once. */
    public static List<Chunk> chunks(Collection<ListPart> parts) {
        var chunks = new LinkedHashMap<String, Chunk>();
        parts.forEach(part -> part.chunks().forEach(chunk -> chunks.putIfAbsent(chunk.hash(), chunk)));
        return List.copyOf(chunks.values());
    }

    /**
     * Joins one.
     *
     * @param path that the document names it by, which messages call it
     * @throws Broken where a chunk is not here, or all of them are not the list that was signed
     */
    public static ListFile join(String path, ListPart part, Here here) throws Broken {
        var hashes = part.chunks().stream().map(Chunk::hash).toList();
        var join = new ListFile.Join(path, part.entries());
        for (var chunk : part.chunks()) {
            join.add(
                    here.chunk(chunk.hash())
                            .orElseThrow(
                                    () -> new Broken(
                                            "the list " + path + " is not here: its chunk " + chunk.hash()
                                                    + " is on no disk and not on the topic of chunks; publish the policy again with its lists")));
        }
        var file = join.file(hashes);
        if (!file.hash().equals(part.hash()) || file.entries().size() != part.entries()) {
            throw new Broken("the list " + path + " is not the one that was signed");
        }
        if (!file.problems().isEmpty()) {
            throw new Broken("the list " + path + " cannot be read: "
                    + file.problems().get(0) + "; upgrade this process, or publish the policy again");
        }
        return file;
    }
}
