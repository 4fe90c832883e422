package io.tollhouse.contract.policy;

import io.tollhouse.contract.policy.Route.Scheme;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Keys of one rule that contradict each other, or say nothing together. */
final class Combinations {

    /** A key that is wrong in some rules. */
    private record Check(String key, Predicate<Rule> wrong, Function<Rule, String> message) {}

    private static final Set<String> ADMITTING = Set.of("inspect", "credential", "headers", "limits", "upgrade", "ech");

    private static final Set<String> SEEING = Set.of("inspect", "credential", "headers", "http", "upgrade");

    private static final List<Check> CHECKS = List.of(
            check("upstream", rule -> rule.action() != Action.ROUTE, Combinations::belongsToRoute),
            check("rewriteHost", rule -> rule.action() != Action.ROUTE, Combinations::belongsToRoute),
            check(
                    "rewriteHost",
                    rule -> leadsTo(rule, Set.of(Scheme.TCP)),
                    rule ->
                            "cannot be done with an upstream tcp://, which carries bytes as they come; write http:// or https://"),
            check("allowPrivate", Combinations::denies, rule -> "opens nothing in a rule that denies"),
            check(
                    "wait",
                    rule -> rule.action() != Action.ASK,
                    rule -> "belongs to `action: ask`; this rule has `action: "
                            + rule.action().label() + "`"),
            check(
                    "types",
                    rule -> !rule.protocols().contains(Protocol.DNS),
                    rule -> "is about DNS questions, which `protocol` leaves out; write `protocol: dns`"),
            check(
                    "ports",
                    rule -> rule.protocols().equals(Set.of(Protocol.DNS)),
                    rule -> "says nothing: a DNS question is for a name and not for a port; leave it out"),
            check(
                    "http",
                    rule -> !Protocol.WEB.containsAll(rule.protocols()),
                    rule -> "can be judged in http and tls only; put " + others(rule) + " into a rule of its own"),
            check(
                    "inspect",
                    rule -> rule.effects().inspect() && lacks(rule, Protocol.TLS),
                    rule -> "is about TLS, which `protocol` leaves out"),
            check("ech", rule -> lacks(rule, Protocol.TLS), rule -> "is about TLS, which `protocol` leaves out"),
            check("credential", Combinations::seesNoRequest, Combinations::needsRequest),
            check("headers", Combinations::seesNoRequest, Combinations::needsRequest),
            check("upgrade", Combinations::seesNoRequest, Combinations::needsRequest),
            check(
                    "upstream",
                    rule -> rule.protocols().contains(Protocol.DNS),
                    rule ->
                            "leads requests elsewhere, and a DNS question cannot be led there; put dns into a rule of its own"),
            check(
                    "upstream",
                    rule -> leadsTo(rule, Set.of(Scheme.HTTP, Scheme.HTTPS))
                            && rule.protocols().contains(Protocol.TCP),
                    rule -> "must be tcp://host:port under `protocol: tcp`: an HTTP server would not understand it"));

    private final Problems problems;
    private final Problems warnings;

    Combinations(Problems problems, Problems warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    void check(Fields fields, Rule rule) {
        for (var check : CHECKS) {
            if (fields.has(check.key) && check.wrong.test(rule)) {
                note(fields, check.key, check.message.apply(rule));
            }
        }
        if (denies(rule)) {
            noteAll(fields, ADMITTING, "belongs to a rule that lets through; this one denies");
        }
        if (leadsTo(rule, Set.of(Scheme.TCP))) {
            noteAll(
                    fields,
                    SEEING,
                    "needs a look into what an upstream tcp:// keeps closed; write http:// or https://");
        }
        checkSight(fields, rule);
    }

    /** A rule that must look into TLS to do what it says inspects, and says so. */
    private void checkSight(Fields fields, Rule rule) {
        var written = fields.text("inspect");
        if (!rule.effects().inspect() || written.filter("true"::equals).isPresent()) {
            return;
        }
        var key = rule.effects().credential() != null
                ? "credential"
                : rule.effects().headers().isEmpty() ? "http" : "headers";
        if (written.isPresent()) {
            note(
                    fields,
                    "inspect",
                    "contradicts `" + key + "`, which must look into TLS; leave it out, or write `protocol: http`");
        } else {
            fields.any(key)
                    .ifPresent(at -> warnings.add(
                            at, "must look into TLS, so the rule inspects; write `inspect: true` to show it"));
        }
    }

    private void noteAll(Fields fields, Set<String> keys, String message) {
        keys.stream()
                .filter(fields::has)
                .filter(key -> !key.equals("inspect") || !saysFalse(fields))
                .forEach(key -> note(fields, key, message));
    }

    private static boolean saysFalse(Fields fields) {
        return fields.text("inspect").filter("false"::equals).isPresent();
    }

    private void note(Fields fields, String key, String message) {
        fields.any(key).ifPresent((Node at) -> problems.add(at, message));
    }

    private static Check check(String key, Predicate<Rule> wrong, Function<Rule, String> message) {
        return new Check(key, wrong, message);
    }

    private static String belongsToRoute(Rule rule) {
        return "belongs to `action: route`; this rule has `action: "
                + rule.action().label() + "`";
    }

    private static boolean denies(Rule rule) {
        return rule.action() == Action.DENY;
    }

    private static boolean leadsTo(Rule rule, Set<Scheme> schemes) {
        var upstream = rule.effects().upstream();
        return upstream != null && schemes.contains(upstream.scheme());
    }

    private static boolean lacks(Rule rule, Protocol protocol) {
        return !rule.protocols().contains(protocol);
    }

    private static boolean seesNoRequest(Rule rule) {
        return lacks(rule, Protocol.HTTP) && lacks(rule, Protocol.TLS);
    }

    private static String needsRequest(Rule rule) {
        return "needs an HTTP request, and " + others(rule) + " has none; write `protocol: http`, tls or both";
    }

    private static String others(Rule rule) {
        return String.join(
                " and ",
                rule.protocols().stream()
                        .filter(protocol -> !Protocol.WEB.contains(protocol))
                        .map(Protocol::label)
                        .toList());
    }
}
