package io.tollhouse.contract.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A document that is refused, with everything that is wrong with it. The message holds one problem a line. */
public final class InvalidDocument extends Exception {
    private final List<Problem> problems;

    public InvalidDocument(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the document. */
    public List<Problem> problems() {
        return problems;
    }
}
