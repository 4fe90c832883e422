package io.tollhouse.distributor.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.yaml.Words;
import io.tollhouse.distributor.publish.KillOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/kills}, strictly: a typing error must not stop something else than was meant. */
final class KillBody {
    private static final List<String> FIELDS = List.of("agent", "destination", "rule", "node", "for", "why");
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(365);

    private final JsonNode body;
    private final List<FieldProblem> problems = new ArrayList<>();

    private KillBody(JsonNode body) {
        this.body = body;
    }

    /**
     * Reads an order.
     *
     * @param author the name of the token that orders it
     * @throws Failure 422 with every member that is wrong
     */
    static KillOrder read(JsonNode body, String author) throws Failure {
        return new KillBody(body).order(author);
    }

    private KillOrder order(String author) throws Failure {
        body.fieldNames().forEachRemaining(this::requireKnown);
        var agent = text("agent");
        var destination = text("destination");
        var rule = text("rule");
        var node = text("node");
        var lasts = lasts();
        var why = why();
        if (problems.isEmpty()) {
            return new KillOrder(target(agent, destination, rule, node), lasts, author, why);
        }
        throw FieldProblem.refusal(problems);
    }

    private void requireKnown(String name) {
        if (!FIELDS.contains(name)) {
            var near = Words.nearest(name, FIELDS)
                    .map(field -> "; did you mean '" + field + "'?")
                    .orElse("; known are " + String.join(", ", FIELDS));
            problems.add(new FieldProblem(Words.shorten(name), "is not known here" + near));
        }
    }

    private @Nullable String text(String name) {
        var member = body.path(name);
        if (member.isMissingNode() || member.isNull()) {
            return null;
        }
        if (member.isTextual()) {
            return member.textValue();
        }
        problems.add(new FieldProblem(name, "must be a text in quotes"));
        return null;
    }

    private Optional<Duration> lasts() {
        var text = text("for");
        if (text == null) {
            return Optional.empty();
        }
        var match = DURATION.matcher(text);
        if (match.matches()) {
            long number = Long.parseLong(match.group(1));
            var duration = switch (match.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            if (duration.compareTo(LONGEST) <= 0) {
                return Optional.of(duration);
            }
        }
        problems.add(new FieldProblem(
                "for",
                "must be a duration as 90s, 30m, 2h or 7d, at most 365d, was '" + Words.shorten(text)
                        + "'; leave it out for a kill that holds until it is lifted"));
        return Optional.empty();
    }

    private String why() {
        var text = text("why");
        if (text == null) {
            return "";
        }
        if (!Parameters.isLine(text, PolicyRoutes.MAX_WHY)) {
            problems.add(
                    new FieldProblem("why", "must be one line of at most " + PolicyRoutes.MAX_WHY + " characters"));
        }
        return text;
    }

    /**
     * A target.
     *
     * @throws Failure 422 with the member that is wrong
     */
    static KillTarget target(
            @Nullable String agent, @Nullable String destination, @Nullable String rule, @Nullable String node)
            throws Failure {
        if (agent == null && destination == null && rule == null && node == null) {
            throw FieldProblem.refusal(List.of(new FieldProblem(
                    "agent", "is missing, as destination, rule and node are; say at least one of them")));
        }
        try {
            return KillTarget.parse(agent, destination, rule, node);
        } catch (IllegalArgumentException e) {
            var sentence = String.valueOf(e.getMessage());
            int colon = Math.max(0, sentence.indexOf(": "));
            throw FieldProblem.refusal(
                    List.of(new FieldProblem(sentence.substring(0, colon), sentence.substring(colon + 2))));
        }
    }
}
