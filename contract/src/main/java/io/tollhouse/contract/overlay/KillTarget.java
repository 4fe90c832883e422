package io.tollhouse.contract.overlay;

import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.AgentPattern;
import io.tollhouse.contract.policy.HostPattern;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a kill stops: the requests of an agent, to a destination, let through by a rule, at a node. Where several are said all of
 * them must hold; one is there at least.
 *
 * @param agent whose requests; null for anyone's
 * @param destination where to: a name holds for what is asked for, for aliases on its way and for the upstream of a route; an
 *     address or a network for literals and every resolved address; null for anywhere
 * @param rule the id of the rule that would let it through; null for any
 * @param node the id of the node; null for all
 */
public record KillTarget(
        @Nullable AgentPattern agent,
        @Nullable HostPattern destination,
        @Nullable String rule,
        @Nullable String node) {

    private static final Pattern AGENT = Pattern.compile("[A-Za-z0-9._@*-]{1,64}");
    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
    private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final int MAX_DESTINATION = 300;

    /** Refuses what would stop everything everywhere. */
    public KillTarget {
        if (agent == null && destination == null && rule == null && node == null) {
            throw new IllegalArgumentException("names nothing: say at least one of agent, destination, rule, node");
        }
    }

    /**
     * Reads it from texts, each of which may be null.
     *
     * @throws IllegalArgumentException with a sentence that begins with the name of the part which is wrong
     */
    public static KillTarget parse(
            @Nullable String agent, @Nullable String destination, @Nullable String rule, @Nullable String node) {
        require(agent, AGENT, "agent: must be letters, digits, . _ @ - and * for any characters, at most 64");
        require(rule, RULE, "rule: must be lower-case letters, digits, dots and hyphens, at most 63");
        require(node, NODE, "node: must be lower-case letters, digits and hyphens, at most 32");
        return new KillTarget(agent == null ? null : new AgentPattern(agent), host(destination), rule, node);
    }

    private static void require(@Nullable String text, Pattern form, String otherwise) {
        if (text != null && !form.matcher(text).matches()) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static @Nullable HostPattern host(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (text.length() > MAX_DESTINATION) {
                throw new MalformedHost("is longer than " + MAX_DESTINATION + " characters");
            }
            return HostPattern.parse(text);
        } catch (MalformedHost e) {
            throw new IllegalArgumentException("destination: " + e.reason(), e);
        }
    }

    /** The agents as they are written; null for anyone. */
    public @Nullable String agentText() {
        return agent == null ? null : agent.text();
    }

    /** The destination in canonical form; null for anywhere. */
    public @Nullable String destinationText() {
        return destination == null ? null : destination.text();
    }

    /** {@code agent research-7 to x.example by rule r at node n}, of what is said. */
    public String words() {
        var text = new StringBuilder();
        append(text, "agent ", agentText());
        append(text, "to ", destinationText());
        append(text, "by rule ", rule);
        append(text, "at node ", node);
        return text.toString();
    }

    private static void append(StringBuilder text, String before, @Nullable String part) {
        if (part != null) {
            text.append(text.length() == 0 ? "" : " ").append(before).append(part);
        }
    }
}
