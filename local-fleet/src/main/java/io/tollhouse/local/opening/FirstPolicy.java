package io.tollhouse.local.opening;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The policy with which a new fleet begins: an example of the clone, with its demonstration destination where it is now.
 * Once any policy is in force, it is kept.
 */
public final class FirstPolicy {
    private static final String EXAMPLE_HTTP = "127.0.0.1:18080";
    private static final String EXAMPLE_TLS = "127.0.0.1:18443";

    private final String file;
    private final String text;
    private String trouble = "the API does not say which policy is in force";

    private FirstPolicy(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads the example.
     *
     * @param demo where the demonstration destination listens, {@code host:port}
     * @param demoTls the same with TLS
     */
    public static FirstPolicy of(Path example, String demo, String demoTls) throws IOException {
        // In one pass: a port that was put in must not be taken for the other one.
        var text = new StringBuilder();
        for (var line : Files.readAllLines(example)) {
            text.append(
                            line.contains(EXAMPLE_HTTP)
                                    ? line.replace(EXAMPLE_HTTP, demo)
                                    : line.replace(EXAMPLE_TLS, demoTls))
                    .append('\n');
        }
        return new FirstPolicy("examples/" + example.getFileName(), text.toString());
    }

    /** The revision in force, which is this policy where there was none; empty when there is none yet. */
    OptionalLong inForce(Api api) {
        var inForce = api.revisionInForce();
        if (inForce.isEmpty() || inForce.getAsLong() > 0) {
            return inForce;
        }
        var published = api.publishFirst(text, file);
        if (published.revision() == 0) {
            trouble = file + " is not published: " + published.trouble();
            return OptionalLong.empty();
        }
        return OptionalLong.of(published.revision());
    }

    /** What is published where nothing is in force. */
    String text() {
        return text;
    }

    /** Why none is in force. */
    String trouble() {
        return trouble;
    }
}
