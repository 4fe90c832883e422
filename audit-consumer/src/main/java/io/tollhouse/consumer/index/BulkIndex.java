package io.tollhouse.consumer.index;

import io.tollhouse.consumer.delivery.Index;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.index.BulkCall.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Creates documents by bulk requests and judges each item of an answer by itself. Safe from any thread. */
public final class BulkIndex implements Index {
    private static final int CONFLICT = 409;

    /** Errors that the same bytes will always get. A status does not tell: 400 also means a closed index. */
    private static final Set<String> POISON =
            Set.of("document_parsing_exception", "mapper_parsing_exception", "strict_dynamic_mapping_exception");

    /** Errors of one index, which stay until somebody mends it. */
    private static final Set<String> BLOCKS = Set.of("cluster_block_exception", "index_closed_exception");

    /** With these statuses: a cluster without a master (503) or a full disk (429) blocks every index, and passes. */
    private static final Set<Integer> LASTING = Set.of(400, 403);

    /** Refusals of a whole request that have nothing to do with what is in it. */
    private static final Set<Integer> PASSING = Set.of(401, 403, 406, 408, 429);

    private static final int BUSY = 429;
    private static final int TOO_LARGE = 413;

    private static final String MISSING = "index_not_found_exception";

    /** Of an envelope nothing tells whether it is there but its id. */
    private static final Result NOT_SEEN = new Result(Outcome.AGAIN, "");

    private final Cluster cluster;
    private final IndexMaker maker;
    private final StoredHashes stored;

    /** @param settings of the indices that it makes */
    public BulkIndex(Cluster cluster, IndexSettings settings) {
        this.cluster = cluster;
        this.maker = new IndexMaker(cluster, settings);
        this.stored = new StoredHashes(cluster);
    }

    @Override
    public List<Result> create(List<Document> documents) throws IndexTrouble {
        var answer = ask(documents);
        checkPairs(documents, answer);
        makeMissing(documents, answer);
        return results(documents, answer);
    }

    @Override
    public List<Result> find(List<Document> documents) throws IndexTrouble {
        var records = documents.stream().filter(StoredHashes::isRecord).toList();
        var compared = stored.compare(records).iterator();
        return documents.stream()
                .map(document -> StoredHashes.isRecord(document) ? compared.next() : NOT_SEEN)
                .toList();
    }

    private List<Result> results(List<Document> documents, List<Item> answer) throws IndexTrouble {
        var taken = new ArrayList<Document>();
        for (int i = 0; i < documents.size(); i++) {
            if (isTaken(answer.get(i))) {
                taken.add(documents.get(i));
            }
        }
        var compared = stored.compare(taken).iterator();
        return answer.stream()
                .map(item -> isTaken(item) ? compared.next() : result(item))
                .toList();
    }

    private static boolean isTaken(Item item) {
        return item.status() == CONFLICT;
    }

    private List<Item> ask(List<Document> documents) throws IndexTrouble {
        try {
            return BulkCall.create(cluster.rest(), documents);
        } catch (IOException | RuntimeException e) { // the client throws many kinds where an answer cannot be read
            throw new IndexTrouble(kind(e), Failures.sentence(e));
        }
    }

    /** A refusal that is not in Elasticsearch's own words comes from something before it, and says nothing of our bytes. */
    private static IndexTrouble.Kind kind(Exception failure) {
        int status = Failures.status(failure).orElse(0);
        if (status == TOO_LARGE) {
            return IndexTrouble.Kind.TOO_LARGE;
        }
        if (status == BUSY) {
            return IndexTrouble.Kind.BUSY;
        }
        boolean isRefusal = Failures.isInOwnWords(failure) && status >= 400 && status < 500;
        return isRefusal && !PASSING.contains(status) ? IndexTrouble.Kind.REFUSED : IndexTrouble.Kind.AWAY;
    }

    private static void checkPairs(List<Document> documents, List<Item> answer) throws IndexTrouble {
        var ids = new ArrayList<String>();
        answer.forEach(item -> ids.add(item.id()));
        if (!ids.equals(documents.stream().map(Document::id).toList())) {
            throw new IndexTrouble(
                    IndexTrouble.Kind.AWAY,
                    "Elasticsearch answered a request of %d documents with %d items that are not theirs; nothing of it counts"
                            .formatted(documents.size(), ids.size()));
        }
    }

    /** The first of a day; what it was for is then sent again. */
    private void makeMissing(List<Document> documents, List<Item> answer) throws IndexTrouble {
        var missing = new TreeSet<String>();
        for (int i = 0; i < documents.size(); i++) {
            var error = answer.get(i).error();
            if (error != null && MISSING.equals(error.type())) {
                missing.add(documents.get(i).index());
            }
        }
        for (var index : missing) {
            make(index);
        }
    }

    private void make(String index) throws IndexTrouble {
        try {
            maker.make(index);
        } catch (IOException | RuntimeException e) {
            throw new IndexTrouble(
                    IndexTrouble.Kind.AWAY, "the index " + index + " cannot be made: " + Failures.sentence(e));
        }
    }

    private static Result result(Item item) {
        var error = item.error();
        if (error == null) {
            return item.status() == 201
                    ? new Result(Outcome.CREATED, "")
                    : new Result(Outcome.AGAIN, "status " + item.status());
        }
        return new Result(outcome(item.status(), error.type()), error.sentence());
    }

    private static Outcome outcome(int status, String error) {
        if (POISON.contains(error)) {
            return Outcome.POISON;
        }
        return BLOCKS.contains(error) && LASTING.contains(status) ? Outcome.BLOCKED : Outcome.AGAIN;
    }
}
