package io.tollhouse.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with its parameters. */
final class Query {
    private final StringBuilder text;
    private char separator = '?';

    private Query(String path) {
        this.text = new StringBuilder(path);
    }

    static Query of(String path) {
        return new Query(path);
    }

    /** Adds a parameter; null adds nothing. */
    Query with(String name, @Nullable Object value) {
        if (value != null) {
            var encoded =
                    URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
            text.append(separator).append(name).append('=').append(encoded);
            separator = '&';
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
