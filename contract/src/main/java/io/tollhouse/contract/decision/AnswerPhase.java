package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges where a request would be dialled, once its name has been let through.
 *
 * @param aliases the CNAMEs of the answer
 */
record AnswerPhase(Reading reading, @Nullable Kills kills, Facts facts, List<IpAddress> answers, List<Host> aliases) {

    /** Under each protocol that is still open; it is let through while one of them may be. */
    Decision judge(Decision byName) {
        var kill = kills == null ? null : kills.ofAnswer(facts, byName.rule(), answers, aliases);
        if (kill != null) {
            return reading.say().killed(kill);
        }
        Decision refusal = null;
        boolean inspect = false;
        int open = 0;
        for (var spoken : reading.spoken(byName.manner().protocols())) {
            var question = question(NamePhase.representative(spoken), byName.route());
            var refused = refused(question, byName);
            if (refused == null) {
                open |= Protocols.bits(spoken);
                inspect |= spoken.contains(Protocol.TLS) && isLookedInto(question);
            } else {
                refusal = refusal == null ? refused : Decisions.stronger(refusal, refused);
            }
        }
        return open == 0 ? Objects.requireNonNull(refusal) : byName.completed(Protocols.of(open), inspect);
    }

    private Question question(Protocol protocol, @Nullable Route route) {
        int port = route == null ? facts.destination().port() : route.port();
        return new Question(facts, protocol, reading.agents().who(facts.agent()), port);
    }

    private @Nullable Decision refused(Question question, Decision byName) {
        var route = byName.route();
        var refusal = route == null ? builtIn(question, byName) : builtInOfUpstream(route);
        refusal = refusal == null ? ambiguous(question) : refusal;
        refusal = refusal == null ? exceeds(question, byName) : refusal;
        if (refusal == null && !reading.reportsAgent(question.who())) {
            var deny = deny(reading.rules().denies(), question, route);
            refusal = deny == null ? null : reading.say().denied(deny.match.rule(), deny.how);
        }
        return refusal;
    }

    private @Nullable Decision builtIn(Question question, Decision byName) {
        for (var alias : aliases) {
            var match = reading.rules().admits().ofName(alias, question);
            var refused = reading.builtIns().ofName(alias, match != null && match.exact());
            if (refused != null) {
                return reading.say().denied(refused);
            }
        }
        var to = facts.destination();
        for (var answer : answers) {
            var opened = byName.manner().allowPrivate();
            if (!reading.builtIns().isOpen(answer, to.port(), opened)) {
                var how = to.host() + (to.host().isLiteral() ? " is " : " resolves to " + answer.text() + ", ");
                return reading.say()
                        .denied(Objects.requireNonNull(reading.builtIns().ofAddress(how, answer, to.port(), opened)));
            }
        }
        return null;
    }

    private @Nullable Decision builtInOfUpstream(Route route) {
        for (var answer : answers) {
            var refused = reading.builtIns().ofUpstream(route, answer);
            if (refused != null) {
                return reading.say().denied(refused);
            }
        }
        return null;
    }

    /** A deny for an address or alias may be the only rule that looks at the path. */
    private @Nullable Decision ambiguous(Question question) {
        isLookedInto(question);
        var problem = question.ambiguous();
        return problem == null ? null : reading.say().ambiguous(problem);
    }

    /** Whether a deny for an address or alias has conditions that need a look inside. Each is asked, so that each sees the path. */
    private boolean isLookedInto(Question question) {
        var maximum = reading.maximum();
        var denies = reading.rules().conditionalDenies();
        if (maximum == null && denies.isEmpty()) {
            return false;
        }
        var found = new ArrayList<CompiledRule>(0);
        collect(denies, question, found);
        if (maximum != null) {
            collect(maximum.rules().conditionalDenies(), maximum.asked(question), found);
        }
        found.forEach(rule -> rule.conditions().hold(question));
        return !found.isEmpty();
    }

    private void collect(RuleIndex denies, Question question, List<CompiledRule> found) {
        if (!denies.isEmpty()) {
            aliases.forEach(alias -> denies.forEachOfName(alias, question, found::add));
            answers.forEach(answer -> reading.forEachOfAddress(denies, answer, question, found::add));
        }
    }

    private @Nullable Decision exceeds(Question question, Decision byName) {
        var maximum = reading.maximum();
        if (maximum == null) {
            return null;
        }
        var asked = maximum.asked(question);
        var deny = deny(maximum.rules().denies(), asked, byName.route());
        if (deny != null) {
            return reading.say().exceeds(deny.match.rule().rule(), deny.how);
        }
        var allow = byName.route() == null
                ? reading.ofHost(maximum.rules().admits(), facts.destination().host(), asked)
                : null;
        return allow == null ? null : reading.opensTooMuch(allow.rule().rule(), answers);
    }

    /** @param how begins the sentence */
    private record Deny(Match match, String how) {}

    private @Nullable Deny deny(RuleIndex denies, Question question, @Nullable Route route) {
        var host = facts.destination().host();
        for (var alias : route == null ? aliases : List.<Host>of()) {
            var match = denies.ofName(alias, question);
            if (match != null) {
                return new Deny(match, host + " is an alias of " + alias + ": ");
            }
        }
        for (var answer : answers) {
            var match = reading.denyOfAddress(denies, answer, question);
            if (match != null) {
                var how = (route == null ? host + " resolves to " : "the route leads to ") + answer.text() + ": ";
                return new Deny(match, how);
            }
        }
        return null;
    }
}
