package io.tollhouse.consumer.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.OptionalInt;
import org.apache.http.HttpEntity;
import org.elasticsearch.client.ResponseException;
import org.jspecify.annotations.Nullable;

/** What the client throws, in words. */
public final class Failures {
    private static final int SHOWN = 300;
    private static final JsonMapper MAPPER = new JsonMapper();

    private Failures() {}

    /** The status of the server's answer; empty where there was no answer. */
    public static OptionalInt status(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResponseException e) {
                return OptionalInt.of(e.getResponse().getStatusLine().getStatusCode());
            }
        }
        return OptionalInt.empty();
    }

    /** Whether it is an answer of Elasticsearch itself, and not of something before it. */
    static boolean isInOwnWords(Exception failure) {
        return failure instanceof ResponseException e
                && error(e.getResponse().getEntity()).path("type").isTextual();
    }

    /** A sentence for people. */
    public static String sentence(Exception failure) {
        var status = status(failure);
        if (status.isEmpty()) {
            var what = failure instanceof IOException ? "does not answer" : "gave an answer that cannot be read";
            return "Elasticsearch " + what + " (" + shortened(failure.toString()) + ")";
        }
        return switch (status.getAsInt()) {
            case 401 -> "Elasticsearch does not accept this process's credentials; see elasticsearch.api-key";
            case 403 -> "Elasticsearch does not allow it to this process: " + shortened(message(failure));
            case 413 -> "a request is too large for Elasticsearch; raise its http.max_content_length";
            default -> "Elasticsearch answered " + status.getAsInt() + ": " + shortened(message(failure));
        };
    }

    private static String message(Exception failure) {
        return failure instanceof ResponseException e
                ? message(e.getResponse().getEntity())
                : "in a form that is not its own; is something else before it?";
    }

    /** The client's own text names hosts and requests, which are not for everybody who searches. */
    private static String message(@Nullable HttpEntity answer) {
        var error = error(answer);
        if (!error.isObject()) {
            return "in a form that is not its own; is something else before it?";
        }
        var cause = error.at("/root_cause/0/type").isTextual() ? error.at("/root_cause/0") : error;
        return cause.path("type").asText("no reason given") + ": "
                + cause.path("reason").asText("-");
    }

    /** Missing where the answer has none, or is no JSON. */
    private static JsonNode error(@Nullable HttpEntity answer) {
        try {
            return answer == null
                    ? MissingNode.getInstance()
                    : MAPPER.readTree(answer.getContent()).path("error");
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String shortened(String text) {
        var line = text.replaceAll("\\s+", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
