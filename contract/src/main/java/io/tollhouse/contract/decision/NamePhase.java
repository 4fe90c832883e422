package io.tollhouse.contract.decision;

import org.jspecify.annotations.Nullable;

/** Judges what is known of a request before anything is resolved. */
record NamePhase(Reading reading, @Nullable Kills kills) {

    Decision judge(Facts facts) {
        var say = reading.say();
        var who = reading.agents().who(facts.agent());
        var to = facts.destination();
        var admitting = reading.admitting(who, to.host(), to.port());
        var kill = kills == null
                ? null
                : kills.ofRequest(
                        facts, admitting == null ? null : admitting.rule().rule());
        if (kill != null) {
            return say.killed(kill);
        }
        var refused = reading.builtIns().ofSource(facts.source());
        refused = refused == null ? reading.builtIns().ofRequest(to, admitting) : refused;
        if (refused != null) {
            return say.denied(refused);
        }
        var deny = reading.deny(who, to.host(), to.port());
        if (deny != null) {
            return say.denied(deny.rule().rule(), "");
        }
        if (admitting == null) {
            return say.refusal(Verdict.DENY, BuiltIn.DEFAULT, "no rule allows " + to.text());
        }
        return admitted(admitting, to.host().isLiteral());
    }

    private Decision admitted(Match match, boolean literal) {
        var rule = match.rule().rule();
        var route = rule.effects().upstream();
        var refused = route == null ? null : reading.builtIns().ofUpstreamName(route);
        return refused == null
                ? reading.say().admitted(rule, route, literal && route == null)
                : reading.say().denied(refused);
    }
}
