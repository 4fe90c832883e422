package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The one document that a fleet enforces, or the maximum that no such document may exceed. What no rule allows is refused.
 *
 * @param label what messages call the document, usually its file name
 * @param name the policy's own label
 * @param strict whether the reserved ranges (`builtin.reserved`) are refused
 * @param otherwise whether what no rule allows is refused, or recorded and let through; built-in denies hold in any case
 * @param lists by name, in the order of the document
 * @param warnings what is allowed and probably not meant
 */
public record Policy(
        Kind kind,
        String label,
        String name,
        boolean strict,
        Mode otherwise,
        List<AgentEntry> agents,
        Map<String, NamedList> lists,
        List<Rule> rules,
        List<PolicyTest> tests,
        List<Problem> warnings) {

    /** What a document is. */
    public enum Kind {
        /** What a fleet enforces. */
        POLICY,
        /** What no policy of the fleet may exceed. */
        MAXIMUM
    }

    /** Copies. */
    public Policy {
        agents = List.copyOf(agents);
        lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
        rules = List.copyOf(rules);
        tests = List.copyOf(tests);
        warnings = List.copyOf(warnings);
    }

    /** The same with more warnings. */
    public Policy alsoWarning(List<Problem> found) {
        return withWarnings(Stream.concat(warnings.stream(), found.stream()).toList());
    }

    /** A policy that says nothing, and so refuses everything. */
    public static Policy nothing(String label) {
        return new Policy(
                Kind.POLICY, label, "", true, Mode.ENFORCE, List.of(), Map.of(), List.of(), List.of(), List.of());
    }

    Policy withWarnings(List<Problem> found) {
        return new Policy(kind, label, name, strict, otherwise, agents, lists, rules, tests, found);
    }

    /** The list of this name. */
    public NamedList list(String name) {
        return Objects.requireNonNull(lists.get(name), name);
    }

    /** Warnings of rules that have ended to be rules. */
    public List<Problem> expired(Instant now) {
        var found = new ArrayList<Problem>();
        for (var rule : rules) {
            var expires = rule.expires();
            if (expires != null && !now.isBefore(expires)) {
                var message = "rule " + rule.id() + " expired at " + expires + "; remove it";
                found.add(rule.at().below("expires").problem(label, message));
            }
        }
        return found;
    }

    /** Shows the hosts of a rule: its own, then those of its lists, which may be a million. */
    public void forEachHost(Rule rule, Consumer<HostPattern> consumer) {
        rule.to().hosts().forEach(consumer);
        rule.to().lists().forEach(name -> list(name).entries().forEach(consumer));
    }
}
