package io.tollhouse.contract.policy;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What a policy may use of the language and a node may be unable to enforce. */
public enum Feature {
    ASK("action"),
    REPORT("mode"),
    PROTOCOL("protocol"),
    HTTP("http"),
    INSPECT("inspect"),
    CREDENTIAL("credential"),
    HEADERS("headers"),
    REWRITE_HOST("rewriteHost"),
    UPGRADE("upgrade"),
    ECH("ech"),
    TYPES("types"),
    LIMITS("limits"),
    AUDIT("audit"),
    WAIT("wait"),
    EXPIRES("expires"),
    NETWORK("network"),
    FROM("from"),
    LIST_FILE("file"),
    TEST_FACTS("resolves"),
    MAXIMUM("maximum");

    private static final Map<Feature, Predicate<Rule>> OF_RULES = ofRules();

    private final String key;

    Feature(String key) {
        this.key = key;
    }

    /** The key of the language that asks for it. */
    public String key() {
        return key;
    }

    /**
     * What a document uses, and where first.
     *
     * @return in the order of {@link Feature}
     */
    public static Map<Feature, Place> usedBy(Policy policy) {
        var used = new EnumMap<Feature, Place>(Feature.class);
        if (policy.kind() == Policy.Kind.MAXIMUM) {
            used.put(MAXIMUM, new Place(1, 1, MAXIMUM.key));
        }
        if (policy.otherwise() == Mode.REPORT) {
            used.put(REPORT, new Place(1, 1, "default.mode"));
        }
        policy.agents().forEach(entry -> ofAgent(entry, used));
        for (var list : policy.lists().values()) {
            if (list.file() != null) {
                used.putIfAbsent(LIST_FILE, list.at().below(LIST_FILE.key));
            }
        }
        policy.rules().forEach(rule -> ofRule(rule, used));
        for (var test : policy.tests()) {
            if (test.source() != null || !test.resolves().isEmpty() || test.time() != null) {
                used.putIfAbsent(TEST_FACTS, test.at());
            }
        }
        return used;
    }

    private static void ofAgent(AgentEntry entry, Map<Feature, Place> used) {
        if (!entry.network().isEmpty()) {
            used.putIfAbsent(NETWORK, entry.at().below(NETWORK.key));
        }
        if (!entry.from().isEmpty()) {
            used.putIfAbsent(FROM, entry.at().below(FROM.key));
        }
        if (entry.mode() == Mode.REPORT) {
            used.putIfAbsent(REPORT, entry.at().below(REPORT.key));
        }
    }

    private static void ofRule(Rule rule, Map<Feature, Place> used) {
        OF_RULES.forEach((feature, uses) -> {
            if (uses.test(rule)) {
                used.putIfAbsent(feature, rule.at().below(feature.key));
            }
        });
    }

    private static Map<Feature, Predicate<Rule>> ofRules() {
        var uses = new LinkedHashMap<Feature, Predicate<Rule>>();
        uses.put(ASK, rule -> rule.action() == Action.ASK);
        uses.put(REPORT, rule -> rule.mode() == Mode.REPORT);
        uses.put(PROTOCOL, rule -> !rule.protocols().equals(Protocol.WEB));
        uses.put(HTTP, rule -> !rule.http().isEmpty());
        uses.put(INSPECT, rule -> rule.effects().inspect());
        uses.put(CREDENTIAL, rule -> rule.effects().credential() != null);
        uses.put(HEADERS, rule -> !rule.effects().headers().isEmpty());
        uses.put(REWRITE_HOST, rule -> rule.effects().rewriteHost() != null);
        uses.put(UPGRADE, rule -> rule.effects().websocket());
        uses.put(ECH, rule -> rule.effects().ech() != null);
        uses.put(TYPES, rule -> !rule.effects().types().isEmpty());
        uses.put(LIMITS, rule -> !rule.effects().limits().isEmpty());
        uses.put(AUDIT, rule -> rule.effects().audit() != null);
        uses.put(WAIT, rule -> !rule.effects().patience().isZero());
        uses.put(EXPIRES, rule -> rule.expires() != null);
        return uses;
    }
}
