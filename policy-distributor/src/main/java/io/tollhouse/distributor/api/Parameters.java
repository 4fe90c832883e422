package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.tollhouse.contract.yaml.Words;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands in the URL, strictly: a parameter that is not known is an error, as a wrong value is. */
final class Parameters {
    private static final long MAX = 1L << 53;

    private final Context ctx;

    private Parameters(Context ctx) {
        this.ctx = ctx;
    }

    /** The parameters of a request, of which these are known. */
    static Parameters of(Context ctx, String... known) throws Failure {
        for (var entry : ctx.queryParamMap().entrySet()) {
            var name = entry.getKey();
            if (!List.of(known).contains(name)) {
                throw Failure.of(
                        400,
                        "the parameter '%s' is not known here%s"
                                .formatted(
                                        Words.shorten(name),
                                        Words.nearest(name, Set.of(known))
                                                .map(near -> "; did you mean '" + near + "'?")
                                                .orElse("")));
            }
            if (entry.getValue().size() > 1) {
                throw Failure.of(400, "the parameter '" + name + "' stands twice; give it once");
            }
        }
        return new Parameters(ctx);
    }

    /** A whole number; empty where it was left out. */
    OptionalLong number(String name, long min, long max) throws Failure {
        var text = ctx.queryParam(name);
        return text == null ? OptionalLong.empty() : OptionalLong.of(number(name, text, min, max));
    }

    /** A whole number that must be there. */
    long required(String name, long min) throws Failure {
        return number(name, requiredText(name), min, MAX);
    }

    String requiredText(String name) throws Failure {
        var text = ctx.queryParam(name);
        if (text == null || text.isEmpty()) {
            throw Failure.of(400, "the parameter '" + name + "' is missing");
        }
        return text;
    }

    /** One line of text, empty where it was left out. */
    String line(String name, int maxLength) throws Failure {
        @Nullable String text = ctx.queryParam(name);
        if (text == null) {
            return "";
        }
        if (!isLine(text, maxLength)) {
            throw Failure.of(400, name + " must be one line of at most " + maxLength + " characters");
        }
        return text;
    }

    static boolean isLine(String text, int maxLength) {
        return text.length() <= maxLength && text.chars().noneMatch(Character::isISOControl);
    }

    /** {@code true} or {@code false}; false where it was left out. */
    boolean flag(String name) throws Failure {
        return choice(name, List.of("false", "true")).equals("true");
    }

    /** One of these words; the first where it was left out. */
    String choice(String name, List<String> words) throws Failure {
        var text = ctx.queryParam(name);
        if (text == null) {
            return words.get(0);
        }
        if (!words.contains(text)) {
            throw Failure.of(
                    400, name + " must be " + String.join(" or ", words) + ", was '" + Words.shorten(text) + "'");
        }
        return text;
    }

    /** A revision in the path. */
    long revision() throws Failure {
        return number("revision", ctx.pathParam("revision"), 1, MAX);
    }

    private static long number(String name, String text, long min, long max) throws Failure {
        if (text.matches("0|[1-9][0-9]{0,15}")) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw Failure.of(
                400,
                "%s must be a whole number from %d to %d, was '%s'".formatted(name, min, max, Words.shorten(text)));
    }
}
