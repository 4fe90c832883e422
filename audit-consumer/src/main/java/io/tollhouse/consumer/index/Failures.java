package io.tollhouse.consumer.index;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.transport.TransportException;
import java.io.IOException;
import java.util.OptionalInt;
import org.elasticsearch.client.ResponseException;

/** What the client throws, in words. */
public final class Failures {
    private static final int SHOWN = 300;

    private Failures() {}

    /** The status of the server's answer; empty where there was no answer. */
    public static OptionalInt status(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ElasticsearchException e) {
                return OptionalInt.of(e.status());
            }
            if (cause instanceof ResponseException e) {
                return OptionalInt.of(e.getResponse().getStatusLine().getStatusCode());
            }
            if (cause instanceof TransportException e && e.statusCode() > 0) {
                return OptionalInt.of(e.statusCode());
            }
        }
        return OptionalInt.empty();
    }

    /** A sentence for people. */
    public static String sentence(Exception failure) {
        var status = status(failure);
        if (status.isEmpty()) {
            return failure instanceof IOException
                    ? "Elasticsearch does not answer (" + shortened(failure.toString()) + ")"
                    : shortened(failure.toString());
        }
        return switch (status.getAsInt()) {
            case 401 -> "Elasticsearch does not accept this process's credentials; see elasticsearch.api-key";
            case 403 -> "Elasticsearch does not allow it to this process: " + shortened(message(failure));
            case 413 -> "a request is too large for Elasticsearch; raise its http.max_content_length";
            default -> "Elasticsearch answered " + status.getAsInt() + ": " + shortened(message(failure));
        };
    }

    private static String message(Exception failure) {
        return failure instanceof ElasticsearchException e && e.error().reason() != null
                ? e.error().type() + ": " + e.error().reason()
                : String.valueOf(failure.getMessage());
    }

    private static String shortened(String text) {
        var line = text.replaceAll("\\s+", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
