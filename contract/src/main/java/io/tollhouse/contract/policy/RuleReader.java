package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.address.SpecialRanges;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one rule. */
final class RuleReader {

    private static final Set<String> ACTIONS = Set.of("allow", "deny", "route");
    private static final String BUILT_IN = "builtin.";

    private final Lists lists;
    private final Texts texts;
    private final Problems problems;
    private final Map<String, Integer> lines = new HashMap<>();
    private final SelectorReader selectors;
    private final PortsReader ports;

    RuleReader(Lists lists, Texts texts, Problems problems) {
        this.lists = lists;
        this.texts = texts;
        this.problems = problems;
        this.selectors = new SelectorReader(texts, problems);
        this.ports = new PortsReader(problems);
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
        var action = action(fields);
        var upstream = upstream(fields, action);
        var reason = texts.optional(fields, "reason", Texts.Form.SENTENCE);
        var suggestion = texts.optional(fields, "suggestion", Texts.Form.SENTENCE);
        var allowPrivate = allowPrivate(fields, action);
        mode(fields);
        fields.close(Unenforced::ruleKey);
        if (action == null || (action == Action.ROUTE && upstream == null)) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                id,
                who,
                to,
                open,
                Protocol.WEB,
                action,
                Mode.ENFORCE,
                reason.orElse(null),
                suggestion.orElse(null),
                HttpConditions.NONE,
                effects(action == Action.ROUTE ? upstream : null, allowPrivate),
                null,
                Place.of(fields.node())));
    }

    /** The ids of all rules so far, also of those that could not be read. */
    Set<String> ids() {
        return lines.keySet();
    }

    private String id(Fields fields) {
        var id = texts.required(fields, "id", Texts.Form.RULE_ID);
        if (id.startsWith(BUILT_IN)) {
            fields.any("id").ifPresent(at -> problems.add(at, "must not begin with " + BUILT_IN));
        }
        var before = id.isEmpty() ? null : lines.putIfAbsent(id, fields.node().line());
        if (before != null) {
            fields.any("id").ifPresent(at -> problems.add(at, "is the id of the rule at line " + before + " too"));
        }
        return id;
    }

    private static Effects effects(@Nullable Route upstream, List<Cidr> allowPrivate) {
        var none = Effects.NONE;
        return new Effects(
                upstream,
                none.rewriteHost(),
                allowPrivate,
                none.inspect(),
                none.credential(),
                none.headers(),
                none.websocket(),
                none.ech(),
                none.types(),
                none.limits(),
                none.audit(),
                none.patience());
    }

    private Targets targets(Fields fields) {
        var items = fields.items("to");
        if (items.isEmpty()) {
            problems.add(fields.node(), fields.node().path() + ".to", "is missing or empty; ** is any name");
        }
        return lists.targets(items);
    }

    private @Nullable Action action(Fields fields) {
        var at = fields.any("action");
        if (at.isEmpty()) {
            problems.add(fields.node(), fields.node().path() + ".action", "is missing: allow, deny or route");
            return null;
        }
        if (at.get() instanceof Node.Scalar scalar && ACTIONS.contains(scalar.text())) {
            return Action.valueOf(scalar.text().toUpperCase(java.util.Locale.ROOT));
        }
        problems.add(at.get(), actionProblem(at.get()));
        return null;
    }

    private static String actionProblem(Node at) {
        var text = at instanceof Node.Scalar scalar ? scalar.text() : "";
        if (text.equals("ask")) {
            return Unenforced.value("ask", "deny it, or leave the rule out");
        }
        var near = Words.nearest(text, ACTIONS)
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
        return "must be allow, deny or route, was " + at.kind() + near;
    }

    private @Nullable Route upstream(Fields fields, @Nullable Action action) {
        var at = fields.any("upstream");
        if (at.isEmpty()) {
            if (action == Action.ROUTE) {
                problems.add(
                        fields.node(), fields.node().path() + ".upstream", "is missing: a route must say where to");
            }
            return null;
        }
        if (action != null && action != Action.ROUTE) {
            problems.add(at.get(), "belongs to `action: route`; this rule has `action: " + action.label() + "`");
        }
        return fields.scalar("upstream").map(this::route).orElse(null);
    }

    private @Nullable Route route(Node.Scalar scalar) {
        try {
            return Route.parse(scalar.text());
        } catch (MalformedHost e) {
            problems.add(
                    scalar, scalar.kind() + " " + e.reason() + " (http://host[:port], https:// or tcp://host:port)");
            return null;
        }
    }

    private List<Cidr> allowPrivate(Fields fields, @Nullable Action action) {
        var networks = new ArrayList<Cidr>();
        for (var scalar : fields.texts("allowPrivate")) {
            network(scalar).ifPresent(networks::add);
        }
        if (action == Action.DENY) {
            fields.any("allowPrivate").ifPresent(at -> problems.add(at, "opens nothing in a rule that denies"));
        }
        return networks;
    }

    private Optional<Cidr> network(Node.Scalar scalar) {
        try {
            var network = Cidr.parse(scalar.text());
            if (SpecialRanges.isPrivate(network)) {
                return Optional.of(network);
            }
            problems.add(
                    scalar,
                    scalar.kind() + " is not inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, "
                            + "198.18.0.0/15 or fc00::/7, the only networks that a rule can open");
        } catch (MalformedHost e) {
            problems.add(scalar, scalar.kind() + " " + e.reason());
        }
        return Optional.empty();
    }

    private void mode(Fields fields) {
        fields.scalar("mode").ifPresent(mode -> {
            if (mode.text().equals("report")) {
                problems.add(mode, Unenforced.value("report", "remove the rule"));
            } else if (!mode.text().equals("enforce")) {
                problems.add(mode, "must be enforce, was " + mode.kind());
            }
        });
    }
}
