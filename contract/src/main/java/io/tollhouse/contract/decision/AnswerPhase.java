package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges where a request would be dialled, once its name has been let through. */
record AnswerPhase(Reading reading, @Nullable Kills kills) {

    /** The addresses of the request's own host, and every alias on the way to them. */
    Decision judge(Facts facts, Decision byName, List<IpAddress> answers, List<Host> aliases) {
        var kill = kills == null ? null : kills.ofAnswer(facts, byName.rule(), answers, aliases);
        if (kill != null) {
            return reading.say().killed(kill);
        }
        var who = reading.agents().who(facts.agent());
        var refusal = aliasRefusal(facts, who, aliases);
        refusal = refusal == null ? builtInRefusal(facts, byName, answers) : refusal;
        refusal = refusal == null ? denyRefusal(facts, who, answers, aliases) : refusal;
        return refusal == null ? byName.completed() : refusal;
    }

    /** The addresses of a route's upstream. */
    Decision judgeUpstream(Facts facts, Decision routed, Route route, List<IpAddress> answers) {
        var say = reading.say();
        var kill = kills == null ? null : kills.ofAnswer(facts, routed.rule(), answers, List.of());
        if (kill != null) {
            return say.killed(kill);
        }
        for (var answer : answers) {
            var refused = reading.builtIns().ofUpstream(route, answer);
            if (refused != null) {
                return say.denied(refused);
            }
        }
        var who = reading.agents().who(facts.agent());
        for (var answer : answers) {
            var deny = reading.denyOfAddress(who, answer, route.port());
            if (deny != null) {
                return say.denied(deny.rule().rule(), "the route leads to " + answer.text() + ": ");
            }
        }
        return routed.completed();
    }

    private @Nullable Decision aliasRefusal(Facts facts, Who who, List<Host> aliases) {
        int port = facts.destination().port();
        for (var alias : aliases) {
            var match = reading.admits().ofName(alias, who, port);
            var refused = reading.builtIns().ofName(alias, match != null && match.exact());
            if (refused != null) {
                return reading.say().denied(refused);
            }
        }
        return null;
    }

    private @Nullable Decision builtInRefusal(Facts facts, Decision byName, List<IpAddress> answers) {
        var to = facts.destination();
        for (var answer : answers) {
            var how = to.host() + (to.host().isLiteral() ? " is " : " resolves to " + answer.text() + ", ");
            var refused = reading.builtIns().ofAddress(how, answer, to.port(), byName.allowPrivate());
            if (refused != null) {
                return reading.say().denied(refused);
            }
        }
        return null;
    }

    private @Nullable Decision denyRefusal(Facts facts, Who who, List<IpAddress> answers, List<Host> aliases) {
        var to = facts.destination();
        var say = reading.say();
        for (var alias : aliases) {
            var deny = reading.denies().ofName(alias, who, to.port());
            if (deny != null) {
                return say.denied(deny.rule().rule(), to.host() + " is an alias of " + alias + ": ");
            }
        }
        for (var answer : answers) {
            var deny = reading.denyOfAddress(who, answer, to.port());
            if (deny != null) {
                return say.denied(deny.rule().rule(), to.host() + " resolves to " + answer.text() + ": ");
            }
        }
        return null;
    }
}
