package io.tollhouse.distributor.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.fleet.FleetView.Confirmation;
import io.tollhouse.distributor.fleet.FleetView.NodeView;
import io.tollhouse.distributor.policy.InForce;
import io.tollhouse.distributor.policy.Revision;
import io.tollhouse.distributor.publish.Published;
import io.tollhouse.process.topics.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the API answers, in the words of {@code docs/api.md}. */
final class Answers {
    private Answers() {}

    record Validated(String policy, int rules, int tests, List<ProblemText> warnings) {
        static Validated of(Policy policy) {
            return new Validated(
                    policy.name(), policy.rules().size(), policy.tests().size(), problems(policy.warnings()));
        }
    }

    /** A problem in its parts, and as people read it. */
    record ProblemText(String label, int line, int column, String path, String message, String text) {
        static ProblemText of(Problem problem) {
            return new ProblemText(
                    problem.label(),
                    problem.line(),
                    problem.column(),
                    problem.path(),
                    problem.message(),
                    problem.toString());
        }
    }

    static List<ProblemText> problems(List<Problem> problems) {
        return problems.stream().map(ProblemText::of).toList();
    }

    /** A list file without its hosts. */
    record ListName(String path, int entries, String hash) {}

    record Full(@JsonUnwrapped Revision revision, String text, List<ListName> lists) {}

    static Full full(Revision revision, String text, Map<String, ListPart> lists) {
        var names = new TreeMap<>(lists)
                .entrySet().stream()
                        .map(list -> new ListName(
                                list.getKey(),
                                list.getValue().entries(),
                                list.getValue().hash()))
                        .toList();
        return new Full(revision, text, names);
    }

    record Revisions(List<Revision> revisions) {}

    record NodeName(String node, String boot) {
        static NodeName of(NodeView view) {
            return new NodeName(view.status().node(), view.status().boot());
        }
    }

    record PublishedAnswer(
            @JsonUnwrapped Revision revision,
            List<ProblemText> warnings,
            String topicId,
            long offset,
            String at,
            List<NodeName> nodes) {}

    static PublishedAnswer published(Published published, List<NodeView> live) {
        return new PublishedAnswer(
                published.revision(),
                problems(published.warnings()),
                published.topicId(),
                published.offset(),
                published.at().toString(),
                live.stream().map(NodeName::of).toList());
    }

    record Confirmed(
            String node,
            String boot,
            String presence,
            String state,
            long revision,
            boolean confirmed,
            @Nullable String at,
            long tunnelsCut,
            @Nullable String error) {
        static Confirmed of(Confirmation confirmation) {
            var status = confirmation.node().status();
            var at = confirmation.at();
            return new Confirmed(
                    status.node(),
                    status.boot(),
                    confirmation.node().presence().label(),
                    status.state().label(),
                    status.revision(),
                    at != null,
                    at == null ? null : at.toString(),
                    confirmation.tunnelsCut(),
                    confirmation.error());
        }
    }

    record Confirmations(String now, List<Confirmed> nodes) {
        static Confirmations of(Instant now, List<Confirmation> confirmations) {
            return new Confirmations(
                    now.toString(), confirmations.stream().map(Confirmed::of).toList());
        }
    }

    record Fleet(String now, long revision, @Nullable String hash, List<Finding> topics, List<ObjectNode> nodes) {
        static Fleet of(Instant now, Optional<InForce> inForce, List<Finding> topics, List<NodeView> nodes) {
            return new Fleet(
                    now.toString(),
                    inForce.map(any -> any.revision().revision()).orElse(0L),
                    inForce.map(any -> any.revision().hash()).orElse(null),
                    topics,
                    nodes.stream().map(Answers::node).toList());
        }
    }

    private static ObjectNode node(NodeView view) {
        return Json.of(view.status())
                .put("error", error(view))
                .put("presence", view.presence().label())
                .put("twin", view.twin() != null)
                .put("at", view.at().toString())
                .put("ageMillis", view.age().toMillis());
    }

    private static @Nullable String error(NodeView view) {
        var own = view.status().error();
        return own != null || view.twin() == null
                ? own
                : "another live node has this id, at " + view.twin() + "; give one of them another node.id";
    }

    record Readiness(boolean ready, List<String> reasons) {}
}
