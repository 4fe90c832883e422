package io.tollhouse.contract.policy;

import java.util.Optional;
import java.util.Set;

/** What the language has and this version cannot enforce: to take it and do nothing would let something pass unjudged. */
final class Unenforced {

    private static final Set<String> RULE_KEYS = Set.of(
            "protocol",
            "inspect",
            "http",
            "credential",
            "headers",
            "limits",
            "wait",
            "rewriteHost",
            "types",
            "upgrade",
            "ech",
            "audit",
            "from");

    private static final Set<String> AGENT_KEYS = Set.of("network", "from");

    private Unenforced() {}

    static Optional<String> ruleKey(String key) {
        return RULE_KEYS.contains(key) ? Optional.of(value("this key", "remove it, or the rule")) : Optional.empty();
    }

    static Optional<String> agentKey(String key) {
        return AGENT_KEYS.contains(key) ? Optional.of(value("this key", "remove it")) : Optional.empty();
    }

    static String value(String what, String instead) {
        return what + " is part of the language, but this version cannot enforce it yet; " + instead;
    }
}
