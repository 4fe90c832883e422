package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.Words;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one rule. */
final class RuleReader {

    private static final List<String> ACTIONS = List.of("allow", "deny", "ask", "route");

    /** What the ids of other rules begin with: those of every policy, and those of its maximum. */
    private static final List<String> TAKEN = List.of("builtin.", "maximum.");

    private final Lists lists;
    private final Texts texts;
    private final Problems problems;
    private final Map<String, Integer> lines = new HashMap<>();
    private final SelectorReader selectors;
    private final PortsReader ports;
    private final HttpReader http;
    private final EffectsReader effects;
    private final Combinations combinations;
    private final @Nullable MaximumRules maximum;

    RuleReader(Policy.Kind kind, Lists lists, Texts texts, Problems problems, Problems warnings) {
        var headers = new HeaderReader(texts, problems);
        this.lists = lists;
        this.texts = texts;
        this.problems = problems;
        this.selectors = new SelectorReader(texts, problems);
        this.ports = new PortsReader(problems);
        this.http = new HttpReader(texts, headers, problems);
        this.effects = new EffectsReader(texts, headers, problems);
        this.combinations = new Combinations(problems, warnings);
        this.maximum = kind == Policy.Kind.MAXIMUM ? new MaximumRules(problems) : null;
    }

    /** The rule; empty when it is no map, or has no action or upstream that could be read, which is noted. */
    Optional<Rule> read(Node item) {
        return texts.fields(item).flatMap(this::read);
    }

    private Optional<Rule> read(Fields fields) {
        var id = id(fields);
        var who = selectors.read(fields);
        var to = targets(fields);
        var open = ports.read(fields);
        var protocols = protocols(fields);
        var action = action(fields);
        var mode = texts.constant(fields, "mode", Mode.class).orElse(Mode.ENFORCE);
        var reason = texts.optional(fields, "reason", Texts.Form.SENTENCE);
        var suggestion = texts.optional(fields, "suggestion", Texts.Form.SENTENCE);
        var conditions = http.read(fields);
        var how = effects.read(fields, action);
        var expires = expires(fields);
        texts.close(fields, "rules", RuleReader::explain);
        if (action == null || (action == Action.ROUTE && how.upstream() == null)) {
            return Optional.empty();
        }
        var rule = new Rule(
                id,
                who,
                to,
                open,
                protocols,
                action,
                mode,
                reason.orElse(null),
                suggestion.orElse(null),
                conditions,
                looksInside(action, protocols, conditions, how) ? how.inspecting() : how,
                expires,
                Place.of(fields.node()));
        combinations.check(fields, rule);
        if (maximum != null) {
            maximum.check(fields, rule);
        }
        return Optional.of(rule);
    }

    /** Inside TLS, only what is inspected has a head to be judged or changed. */
    private static boolean looksInside(
            Action action, Set<Protocol> protocols, HttpConditions conditions, Effects effects) {
        boolean asked = !conditions.isEmpty()
                || effects.credential() != null
                || !effects.headers().isEmpty();
        return asked && action != Action.DENY && protocols.contains(Protocol.TLS);
    }

    /** The ids of all rules so far, also of those that could not be read. */
    Set<String> ids() {
        return lines.keySet();
    }

    private static Optional<String> explain(String key) {
        return key.equals("from")
                ? Optional.of("belongs to an entry of `agents`; a rule is for agents, whatever their source")
                : Optional.empty();
    }

    private String id(Fields fields) {
        var id = texts.required(fields, "id", Texts.Form.RULE_ID);
        for (var taken : TAKEN) {
            if (id.startsWith(taken)) {
                fields.any("id").ifPresent(at -> problems.add(at, "must not begin with " + taken));
            }
        }
        var before = id.isEmpty() ? null : lines.putIfAbsent(id, fields.node().line());
        if (before != null) {
            fields.any("id").ifPresent(at -> problems.add(at, "is the id of the rule at line " + before + " too"));
        }
        return id;
    }

    private Targets targets(Fields fields) {
        var items = fields.items("to");
        if (items.isEmpty()) {
            problems.add(fields.node(), fields.node().path() + ".to", "is missing or empty; ** is any name");
        }
        return lists.targets(items);
    }

    private Set<Protocol> protocols(Fields fields) {
        var protocols = texts.constants(fields, "protocol", Protocol.class, Protocol::label, "http, tls, tcp or dns");
        return protocols.isEmpty() ? Protocol.WEB : protocols;
    }

    private @Nullable Action action(Fields fields) {
        var at = fields.any("action");
        if (at.isEmpty()) {
            problems.add(fields.node(), fields.node().path() + ".action", "is missing: allow, deny, ask or route");
            return null;
        }
        var text = at.get() instanceof Node.Scalar scalar ? scalar.text() : "";
        if (ACTIONS.contains(text)) {
            return Action.valueOf(text.toUpperCase(Locale.ROOT));
        }
        var near = Words.nearest(text, ACTIONS)
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
        problems.add(
                at.get(), "must be allow, deny, ask or route, was " + at.get().kind() + near);
        return null;
    }

    private @Nullable Instant expires(Fields fields) {
        return fields.scalar("expires").flatMap(texts::instant).orElse(null);
    }
}
