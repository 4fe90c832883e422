package io.tollhouse.contract.decision;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.policy.Ech;
import io.tollhouse.contract.policy.Effects;
import io.tollhouse.contract.policy.Protocol;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges what is known of a request before anything is resolved. */
record NamePhase(Reading reading, @Nullable Kills kills) {

    /**
     * What the rules say, each on its own.
     *
     * @param admitting the one that lets through, or narrows what does; its conditions may not hold
     * @param strictest what all that match say together
     */
    private record Said(
            @Nullable Match deny,
            @Nullable Match ask,
            @Nullable Match admitting,
            Strictest strictest) {

        /** The rule by which it would go out, now or once it is approved. */
        @Nullable
        Match opening() {
            if (ask != null) {
                return ask;
            }
            return admitting != null && admitting.mayHold() ? admitting : null;
        }
    }

    /**
     * A tunnel of which nobody knows yet what is spoken is judged under each protocol that rules tell apart. It is let through while
     * one of them may be.
     */
    Decision judge(Facts facts) {
        var protocol = facts.protocol();
        if (protocol != null) {
            return judge(facts, protocol, Protocols.of(protocol));
        }
        Decision first = null;
        Decision refusal = null;
        int open = 0;
        for (var spoken : reading.spoken()) {
            var decision = judge(facts, representative(spoken), spoken);
            if (decision.letsThrough()) {
                open |= Protocols.bits(decision.manner().protocols());
                first = first == null ? decision : first;
            } else {
                refusal = refusal == null ? decision : Decisions.stronger(refusal, decision);
            }
        }
        return first == null ? Objects.requireNonNull(refusal) : first.speaking(Protocols.of(open));
    }

    /** Only TLS can need a look inside. */
    static Protocol representative(Set<Protocol> spoken) {
        return spoken.contains(Protocol.TLS) ? Protocol.TLS : spoken.iterator().next();
    }

    private Decision judge(Facts facts, Protocol protocol, Set<Protocol> spoken) {
        var question = reading.question(facts, protocol);
        var said = said(question);
        var kill = kill(facts, said.opening());
        if (kill != null) {
            return reading.say().killed(kill);
        }
        var refused = builtIn(question, said.opening());
        if (refused != null) {
            return reading.say().denied(refused);
        }
        var ambiguous = ambiguous(question);
        if (ambiguous != null) {
            return ambiguous;
        }
        var maximum = reading.maximum();
        return maximum == null
                ? byPolicy(question, said, said.strictest, spoken)
                : within(maximum, question, said, spoken);
    }

    private Decision within(Maximum maximum, Question question, Said said, Set<Protocol> spoken) {
        var asked = maximum.asked(question);
        var strictest = strictest(maximum.rules(), asked, said.strictest);
        var host = question.facts().destination().host();
        var most = reading.ofHost(maximum.rules().admits(), host, asked);
        var refusal = ambiguous(asked);
        refusal = refusal == null ? exceeds(maximum, asked, most) : refusal;
        if (refusal != null) {
            return refusal;
        }
        var decision = byPolicy(question, said, strictest, spoken);
        boolean ech = most == null || most.rule().rule().effects().ech() != Ech.DENY;
        return ech ? decision : decision.withoutEch();
    }

    private Said said(Question question) {
        var rules = reading.rules();
        var host = question.facts().destination().host();
        return new Said(
                reading.deny(rules.denies(), host, question),
                reading.ofHost(rules.asks(), host, question),
                reading.ofHost(rules.admits(), host, question),
                strictest(rules, question, Strictest.NOTHING));
    }

    private Strictest strictest(RuleSet rules, Question question, Strictest before) {
        if (rules.strict().isEmpty() && rules.conditionalDenies().isEmpty()) {
            return before;
        }
        var host = question.facts().destination().host();
        var all = new Strictest[] {before};
        reading.forEach(
                rules.strict(),
                host,
                question,
                rule -> all[0] = all[0].and(rule, rule.conditions().hold(question)));
        reading.forEach(
                rules.conditionalDenies(),
                host,
                question,
                rule -> all[0] = all[0].and(rule, rule.conditions().hold(question)));
        return all[0];
    }

    private @Nullable Kill kill(Facts facts, @Nullable Match opening) {
        return kills == null
                ? null
                : kills.ofRequest(facts, opening == null ? null : opening.rule().rule());
    }

    private BuiltIns.@Nullable Refusal builtIn(Question question, @Nullable Match opening) {
        var facts = question.facts();
        var refused = reading.builtIns().ofSource(facts.source());
        refused = refused == null ? reading.agents().ofSource(facts) : refused;
        refused = refused == null && reading.maximum() != null
                ? reading.maximum().agents().ofSource(facts)
                : refused;
        return refused == null ? reading.builtIns().ofRequest(facts.destination(), opening) : refused;
    }

    private @Nullable Decision ambiguous(Question question) {
        var problem = question.ambiguous();
        return problem == null ? null : reading.say().ambiguous(problem);
    }

    private @Nullable Decision exceeds(Maximum maximum, Question asked, @Nullable Match most) {
        var host = asked.facts().destination().host();
        var deny = reading.deny(maximum.rules().denies(), host, asked);
        if (deny != null) {
            return reading.say().exceeds(deny.rule().rule(), "");
        }
        if (most == null || !most.mayHold()) {
            return reading.say().exceeds(asked.facts());
        }
        var address = host.address();
        return address == null ? null : reading.opensTooMuch(most.rule().rule(), List.of(address));
    }

    private Decision byPolicy(Question question, Said said, Strictest strictest, Set<Protocol> spoken) {
        boolean reported = reading.reportsAgent(question.who());
        var to = question.facts().destination();
        if (said.deny != null && !reported) {
            return reading.say().denied(said.deny.rule(), "");
        }
        if (said.ask != null && !reported) {
            return reading.say().asked(said.ask.rule().rule());
        }
        if (said.admitting != null && said.admitting.mayHold()) {
            return admitted(question, said.admitting, strictest, spoken);
        }
        if (reading.reportsDefault(question.who()) && question.protocol() != Protocol.TCP) {
            var manner = Manner.of(Effects.NONE, spoken, strictest);
            return upgradable(question, reading.say().reported(to, manner));
        }
        return reading.say().byDefault(question.facts(), said.admitting);
    }

    private Decision admitted(Question question, Match match, Strictest strictest, Set<Protocol> spoken) {
        var rule = match.rule().rule();
        var route = rule.effects().upstream();
        var refused = route == null ? null : reading.builtIns().ofUpstreamName(route);
        if (refused != null) {
            return reading.say().denied(refused);
        }
        var host = question.facts().destination().host();
        boolean complete = host.isLiteral() && route == null;
        return upgradable(question, reading.say().admitted(match.rule(), spoken, strictest, complete));
    }

    private Decision upgradable(Question question, Decision admitted) {
        var request = question.facts().request();
        return request == null || !request.upgrade() || admitted.manner().websocket()
                ? admitted
                : reading.say()
                        .refusal(
                                Verdict.DENY,
                                BuiltIn.PROTOCOL,
                                "rule " + admitted.rule() + " allows no upgrade to WebSocket");
    }
}
