package io.tollhouse.local.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Asks a process of the product what it lacks. */
public final class Readyz {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Readyz() {}

    /** Its own reasons in one line; empty when it is ready. */
    public static Optional<String> missing(URI readyz) {
        var answer = Http.get(readyz);
        if (answer.isOk()) {
            return Optional.empty();
        }
        return Optional.of(answer.status() == 0 ? "does not answer yet" : reasons(answer));
    }

    private static String reasons(Http.Answer answer) {
        try {
            var reasons = MAPPER.readTree(answer.body()).path("reasons");
            return StreamSupport.stream(reasons.spliterator(), false)
                    .map(reason -> reason.asText())
                    .collect(Collectors.joining("; "));
        } catch (JsonProcessingException e) {
            return "answers " + answer.status();
        }
    }
}
