package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.RequestText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A decision with everything about it that people ask, in words.
 *
 * @param policy the policy's own label
 * @param revision 0 of one that is not published
 * @param verdict as records have it
 * @param rule that decided
 * @param asks the rule whose approval is missing; null for none
 * @param complete whether everything was judged: else the addresses of the host are judged too, once they are known
 * @param how the request goes, a sentence each; empty of a refusal
 * @param features that a node must have for it
 * @param would what would be decided if everything were enforced that only reports, as {@code deny by no-paste}; null for the same
 * @param candidates why each rule decided or did not, the policy's in the order of the document and then the maximum's
 */
public record Explanation(
        String policy,
        long revision,
        String verdict,
        String rule,
        String reason,
        @Nullable String suggestion,
        @Nullable String asks,
        boolean complete,
        List<String> how,
        List<String> features,
        @Nullable String would,
        List<Trace.Candidate> candidates) {
    /** Copies. */
    public Explanation {
        how = List.copyOf(how);
        features = List.copyOf(features);
        candidates = List.copyOf(candidates);
    }

    /**
     * Explains what is decided of a request.
     *
     * @param resolves the addresses of its host, or of where it is routed; empty = the name alone is judged
     */
    public static Explanation of(
            Matcher matcher,
            RequestText request,
            String agent,
            @Nullable IpAddress source,
            List<IpAddress> resolves,
            Instant at) {
        try {
            return of(matcher.explain(Requests.facts(request, agent, source, at), resolves, List.of()));
        } catch (MalformedHost e) {
            var refusal = matcher.refusal(Verdict.MALFORMED, BuiltIn.MALFORMED, "the request's target " + e.reason());
            return of(new Trace(refusal, List.of()));
        }
    }

    private static Explanation of(Trace trace) {
        var decision = trace.decision();
        var would = decision.otherwise();
        return new Explanation(
                decision.policy(),
                decision.revision(),
                decision.verdict().label(),
                decision.rule(),
                decision.reason(),
                decision.suggestion(),
                decision.asks(),
                decision.complete(),
                decision.letsThrough() ? how(decision.manner()) : List.of(),
                decision.needs(Set.of()).stream().map(Feature::label).sorted().toList(),
                would == null ? null : would.verdict().label() + " by " + would.rule(),
                trace.candidates());
    }

    private static List<String> how(Manner manner) {
        var how = new ArrayList<String>();
        say(
                how,
                manner.protocols().size() > 1,
                "what is spoken is judged again by its first bytes: "
                        + manner.protocols().stream()
                                .map(protocol -> protocol.label())
                                .collect(Collectors.joining(", ")));
        say(how, manner.inspect(), "TLS is ended at the node, and each request inside is judged");
        say(how, manner.conditional(), "each request is judged by method, path and headers");
        var route = manner.route();
        say(how, route != null, "goes to " + (route == null ? "" : route.text()));
        say(how, manner.rewriteHost() != null, "carries Host: " + manner.rewriteHost());
        say(
                how,
                !manner.allowPrivate().isEmpty(),
                "may be in " + manner.allowPrivate().stream().map(Cidr::text).collect(Collectors.joining(", ")));
        say(how, manner.credential() != null, "the credential " + manner.credential() + " is put into it");
        say(how, !manner.headers().isEmpty(), "headers are changed");
        say(how, manner.websocket(), "may be upgraded to WebSocket");
        var ech = manner.ech();
        say(how, ech != null, "encrypted client hellos: " + (ech == null ? "" : ech.label()));
        say(how, !manner.limits().isEmpty(), "counts against limits");
        var audit = manner.audit();
        say(
                how,
                audit != null && audit != AuditLevel.WRITTEN,
                "records must be " + (audit == null ? "" : audit.label()));
        return how;
    }

    private static void say(List<String> how, boolean when, String sentence) {
        if (when) {
            how.add(sentence);
        }
    }
}
