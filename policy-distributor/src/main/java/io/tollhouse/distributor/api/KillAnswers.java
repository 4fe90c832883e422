package io.tollhouse.distributor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.publish.Killed;
import io.tollhouse.distributor.publish.PublishedOverlay;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the API answers about kills, in the words of {@code docs/api.md}. */
final class KillAnswers {
    private KillAnswers() {}

    /** What was not said is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KillText(
            String id,
            @Nullable String agent,
            @Nullable String destination,
            @Nullable String rule,
            @Nullable String node,
            String since,
            @Nullable String until,
            String author,
            @Nullable String why) {
        static KillText of(Kill kill) {
            var target = kill.target();
            var until = kill.until();
            return new KillText(
                    kill.id(),
                    target.agentText(),
                    target.destinationText(),
                    target.rule(),
                    target.node(),
                    kill.since().toString(),
                    until == null ? null : until.toString(),
                    kill.author(),
                    kill.why().isEmpty() ? null : kill.why());
        }
    }

    static List<KillText> kills(List<Kill> kills) {
        return kills.stream().map(KillText::of).toList();
    }

    record Kills(@Nullable String overlay, long revision, List<KillText> kills) {
        static Kills of(Optional<SignedOverlay> inForce, List<Kill> kills) {
            return new Kills(
                    inForce.map(overlay -> overlay.overlay().id()).orElse(null),
                    inForce.map(overlay -> overlay.manifest().revision()).orElse(0L),
                    KillAnswers.kills(kills));
        }
    }

    record Changed(
            KillText kill,
            String overlay,
            long revision,
            List<Answers.ProblemText> warnings,
            String topicId,
            long offset,
            String at,
            List<Answers.NodeName> nodes) {
        static Changed of(Killed killed, Seen seen, List<Problem> more) {
            var overlay = killed.overlay();
            var warnings = Stream.of(more, overlay.warnings(), seen.warnings())
                    .flatMap(List::stream)
                    .toList();
            return new Changed(
                    KillText.of(killed.kill()),
                    overlay.id(),
                    overlay.revision(),
                    Answers.problems(warnings),
                    overlay.topicId(),
                    overlay.offset(),
                    overlay.at().toString(),
                    seen.live().stream().map(Answers.NodeName::of).toList());
        }
    }

    /** An overlay that was signed again. */
    record Placed(String overlay, long revision, String topicId, long offset, String at) {
        static Placed of(PublishedOverlay overlay) {
            return new Placed(
                    overlay.id(),
                    overlay.revision(),
                    overlay.topicId(),
                    overlay.offset(),
                    overlay.at().toString());
        }
    }
}
