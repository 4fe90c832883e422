package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** The API answered, and will not do what it was asked. The message is its own sentence. */
public final class Refused extends ApiException {
    /** No revision, no such path. */
    public static final int NOT_FOUND = 404;
    /** The revision in force is not the one that the author saw. */
    public static final int CONFLICT = 409;

    private final int status;
    private final transient JsonNode body;

    Refused(int status, String message, JsonNode body) {
        super(message);
        this.status = status;
        this.body = body;
    }

    /** The HTTP status, 400 to 499. */
    public int status() {
        return status;
    }

    /** What is wrong with a document, a line each as people read it. */
    public List<String> problems() {
        return texts(body.path("problems"));
    }

    /** The revision in force, where the base was another one. */
    public OptionalLong current() {
        var current = body.path("current");
        return current.isIntegralNumber() ? OptionalLong.of(current.longValue()) : OptionalLong.empty();
    }

    /** The kills that hold, where one that does not was to be lifted. */
    public List<Selector> kills() {
        return StreamSupport.stream(body.path("kills").spliterator(), false)
                .map(Selector::of)
                .toList();
    }

    /** The lines of a list of problems. */
    static List<String> texts(JsonNode problems) {
        return StreamSupport.stream(problems.spliterator(), false)
                .filter(problem -> problem.hasNonNull("text")) // those of a kill stand in the sentence
                .map(problem -> problem.path("text").asText())
                .toList();
    }
}
