package io.tollhouse.contract.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one document. Keeps the first {@value #MAX}; the rest are counted. */
public final class Problems {
    public static final int MAX = 100;

    private final String label;
    private final List<Problem> found = new ArrayList<>();
    private int more;

    public Problems(String label) {
        this.label = label;
    }

    /** Notes a problem of this node, under the node's own path. */
    public void add(Node at, String message) {
        add(at, at.path(), message);
    }

    /** Notes a problem at this node's place, under another path. */
    public void add(Node at, String path, String message) {
        add(new Problem(label, at.line(), at.column(), path, message));
    }

    /** Notes a problem of the document as a whole. */
    public void add(String message) {
        add(new Problem(label, 0, 0, "", message));
    }

    public void add(Problem problem) {
        if (found.size() < MAX) {
            found.add(problem);
        } else {
            more++;
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the document, then those of other files that belong to it. */
    public List<Problem> list() {
        var sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing((Problem problem) -> problem.label().equals(label) ? "" : problem.label())
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column));
        if (more > 0) {
            sorted.add(new Problem(label, 0, 0, "", "and " + more + " more problems"));
        }
        return sorted;
    }

    /**
     * Ends the reading of a document.
     *
     * @throws InvalidDocument with all problems, if there is any
     */
    public void throwIfAny() throws InvalidDocument {
        if (!isEmpty()) {
            throw new InvalidDocument(list());
        }
    }
}
