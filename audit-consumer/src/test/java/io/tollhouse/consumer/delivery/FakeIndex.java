package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.document.Document;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/** An index in memory that keeps what it is given, once under each id, and fails as it is told. */
final class FakeIndex implements Index {
    final Map<String, Document> documents = new HashMap<>();
    final List<Integer> requests = new ArrayList<>();
    final Queue<IndexTrouble> troubles = new ArrayDeque<>();
    final Queue<Result> answers = new ArrayDeque<>();
    final Set<String> blocked = new HashSet<>();
    Predicate<Document> refusedWhole = any -> false;
    int most = Integer.MAX_VALUE;

    @Override
    public List<Result> create(List<Document> documents) throws IndexTrouble {
        requests.add(documents.size());
        var trouble = troubles.poll();
        if (trouble != null) {
            throw trouble;
        }
        if (documents.size() > most) {
            throw new IndexTrouble(IndexTrouble.Kind.TOO_LARGE, "too large");
        }
        if (documents.stream().anyMatch(refusedWhole)) {
            throw new IndexTrouble(IndexTrouble.Kind.REFUSED, "status 400");
        }
        return documents.stream().map(this::created).toList();
    }

    @Override
    public List<Result> find(List<Document> documents) {
        return documents.stream()
                .map(document ->
                        new Result(this.documents.containsKey(document.id()) ? Outcome.DUPLICATE : Outcome.AGAIN, ""))
                .toList();
    }

    /** In which index a document stands; "none" where it does not. */
    String indexOf(String id) {
        var document = documents.get(id);
        return document == null ? "none" : document.index();
    }

    private Result created(Document document) {
        if (blocked.contains(document.index())) {
            return new Result(Outcome.BLOCKED, "cluster_block_exception");
        }
        var answer = answers.poll();
        if (answer != null && answer.outcome() != Outcome.CREATED) {
            return answer;
        }
        return new Result(
                documents.putIfAbsent(document.id(), document) == null ? Outcome.CREATED : Outcome.DUPLICATE, "");
    }
}
