package io.tollhouse.distributor.api;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong with one member of a body.
 *
 * @param message says what to write instead
 */
record FieldProblem(String field, String message) {

    /** Refuses a body for all that is wrong with it. */
    static Failure refusal(List<FieldProblem> problems) {
        var detail = problems.stream()
                .map(problem -> problem.field() + ": " + problem.message())
                .collect(Collectors.joining("; "));
        return Failure.of(422, detail, "problems", problems);
    }
}
