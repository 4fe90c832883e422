package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.lists.Chunks;
import io.tollhouse.process.lists.JoinedLists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list files of revisions: those that are in force already, those that this node has on disk, and the rest from Kafka. What came
 * from Kafka is kept in memory until it is on disk, so that nothing waits for a disk. Made and kept by one thread at a time.
 */
public final class ListStore {
    /** Where damaged files on disk are fetched again, they are fetched once. */
    private static final int ATTEMPTS = 2;

    private final ChunkFolder disk;
    private final Chunks kafka;
    private final Map<String, byte[]> notOnDisk = new HashMap<>();
    private final AtomicLong fetched = new AtomicLong();
    private final AtomicLong fetchedBytes = new AtomicLong();

    /**
     * Holds nothing yet.
     *
     * @param folder of this node alone, in which chunks get a folder of their own
     * @param kafka what is not on disk is fetched from here
     */
    public ListStore(Path folder, Chunks kafka) {
        this.disk = new ChunkFolder(folder.resolve("chunks"));
        this.kafka = kafka;
    }

    /** Chunks that came from Kafka since the start. */
    public long fetched() {
        return fetched.get();
    }

    /** Their bytes. */
    public long fetchedBytes() {
        return fetchedBytes.get();
    }

    /**
     * The lists of a revision.
     *
     * @param inForce whose lists are taken over where they are the same; null for none
     * @param fetching whether Kafka may be asked. That blocks, but not for ever
     * @throws ListsMissing where one is not to be had now
     */
    RevisionLists bring(Manifest revision, @Nullable InForce inForce, boolean fetching) throws ListsMissing {
        forgetOthers(revision, inForce);
        var known = known(inForce);
        for (int attempt = 1; ; attempt++) {
            var missing = missing(revision.allLists(), known.keySet());
            boolean complete = !fetching || fetch(missing);
            try {
                var maximum = revision.maximum();
                return new RevisionLists(
                        joined(revision.lists(), known), joined(maximum == null ? Map.of() : maximum.lists(), known));
            } catch (JoinedLists.Broken e) {
                if (!fetching || !complete || attempt == ATTEMPTS) {
                    throw new ListsMissing(e.sentence());
                }
            }
        }
    }

    /** What came for a revision that was refused. */
    private void forgetOthers(Manifest revision, @Nullable InForce inForce) {
        var needed = hashes(revision);
        if (inForce != null) {
            needed.addAll(hashes(inForce.signed().manifest()));
        }
        notOnDisk.keySet().retainAll(needed);
    }

    private static Map<String, ListFile> known(@Nullable InForce inForce) {
        return inForce == null
                ? Map.of()
                : inForce.lists().all().stream()
                        .collect(Collectors.toMap(ListFile::hash, file -> file, (one, same) -> one));
    }

    private List<Chunk> missing(Collection<ListPart> parts, Set<String> known) {
        var unknown =
                parts.stream().filter(part -> !known.contains(part.hash())).toList();
        return JoinedLists.chunks(unknown).stream()
                .filter(chunk -> !notOnDisk.containsKey(chunk.hash()) && !disk.has(chunk.hash()))
                .toList();
    }

    /** Whether all of them came. */
    private boolean fetch(List<Chunk> missing) throws ListsMissing {
        try {
            return missing.isEmpty() || kafka.fetch(missing, this::take).size() == missing.size();
        } catch (KafkaTrouble e) {
            throw new ListsMissing("its lists are not here yet: " + e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ListsMissing("its lists are not here: this node stops");
        }
    }

    private void take(String hash, byte[] bytes) {
        notOnDisk.put(hash, bytes);
        fetched.incrementAndGet();
        fetchedBytes.addAndGet(bytes.length);
    }

    private Map<String, ListFile> joined(Map<String, ListPart> parts, Map<String, ListFile> known)
            throws JoinedLists.Broken {
        var files = new HashMap<String, ListFile>();
        for (var part : parts.entrySet()) {
            var same = known.get(part.getValue().hash());
            files.put(
                    part.getKey(),
                    same == null
                            ? JoinedLists.join(part.getKey(), part.getValue(), this::here)
                            : new ListFile(part.getKey(), same.entries(), same.problems()));
        }
        return files;
    }

    private Optional<byte[]> here(String hash) {
        var bytes = notOnDisk.get(hash);
        return bytes == null ? disk.read(hash) : Optional.of(bytes);
    }

    /** Writes what is in force to disk, as far as it is not there, and forgets what came for other revisions. */
    void keep(Manifest inForce) throws IOException {
        notOnDisk.keySet().retainAll(hashes(inForce));
        for (var waiting = notOnDisk.entrySet().iterator(); waiting.hasNext(); waiting.remove()) {
            var chunk = waiting.next();
            disk.write(chunk.getKey(), chunk.getValue());
        }
    }

    /** Removes from disk what is not needed for the revision that a start would find. */
    void removeOthers(Manifest kept) throws IOException {
        disk.keepOnly(hashes(kept));
    }

    private static Set<String> hashes(Manifest manifest) {
        return JoinedLists.chunks(manifest.allLists()).stream()
                .map(Chunk::hash)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
