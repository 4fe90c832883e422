package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a fake distributor knows of policy and nodes, as the documents of its answers. Revision 6 is in force at first. */
final class FakeFleet {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Instant APPENDED = Instant.parse("2026-01-31T10:00:00Z");

    private final List<FakeNode> nodes = new ArrayList<>();
    private String warning = "";
    private long revision = 6;
    private int polls;

    synchronized void add(List<FakeNode> added) {
        nodes.addAll(added);
    }

    /** From now on these are all. */
    synchronized void become(List<FakeNode> now) {
        nodes.clear();
        nodes.addAll(now);
    }

    synchronized void warn(String text) {
        warning = text;
    }

    synchronized long revision() {
        return revision;
    }

    synchronized ObjectNode publish() {
        revision++;
        var answer = entry(revision)
                .put("topicId", "topic-1")
                .put("offset", 40 + revision)
                .put("at", APPENDED.toString());
        var warnings = answer.putArray("warnings");
        if (!warning.isEmpty()) {
            warnings.addObject().put("text", warning);
        }
        var live = answer.putArray("nodes");
        nodes.stream()
                .filter(FakeNode::wasLive)
                .forEach(node -> live.addObject().put("node", node.node()).put("boot", node.boot()));
        return answer;
    }

    synchronized ObjectNode confirmations() {
        polls++;
        var answer =
                MAPPER.createObjectNode().put("now", APPENDED.plusSeconds(1).toString());
        var list = answer.putArray("nodes");
        for (var node : nodes) {
            boolean confirmed = node.confirmsAt(polls);
            var at = APPENDED.plusMillis(node.afterMillis()).toString();
            list.add(status(node, confirmed ? revision : revision - 1)
                    .put("confirmed", confirmed)
                    .put("tunnelsCut", confirmed ? FakeNode.CUT : 0)
                    .put("at", confirmed ? at : null));
        }
        return answer;
    }

    /** A kill that is ordered or lifted. */
    synchronized ObjectNode changed(ObjectNode kill) {
        var answer = publish();
        answer.retain("revision", "warnings", "topicId", "offset", "at", "nodes");
        answer.set("kill", kill);
        return answer.put("overlay", "3-0123456789ab");
    }

    synchronized ObjectNode resigned() {
        var answer = publish();
        answer.putObject("overlay")
                .put("overlay", "3-0123456789ab")
                .put("topicId", "topic-1")
                .put("offset", 99)
                .put("at", APPENDED.toString());
        return answer;
    }

    synchronized ObjectNode keys() {
        var answer =
                MAPPER.createObjectNode().put("signing", "aaaaaaaaaaaaaaaa").put("policy", "bbbbbbbbbbbbbbbb");
        answer.putNull("overlay");
        var list = answer.putArray("nodes");
        for (var node : nodes) {
            var entry = list.addObject()
                    .put("node", node.node())
                    .put("boot", node.boot())
                    .put("presence", node.presence());
            entry.putArray("trustedKeys").add("aaaaaaaaaaaaaaaa").add("bbbbbbbbbbbbbbbb");
        }
        return answer;
    }

    synchronized ObjectNode fleet() {
        var answer = MAPPER.createObjectNode().put("now", APPENDED.toString()).put("revision", revision);
        var list = answer.putArray("nodes");
        for (var node : nodes) {
            var shown = status(node, revision)
                    .put("address", "127.0.0.1:3128")
                    .put("tunnels", 2)
                    .put("ledgerBytes", 0)
                    .put("ageMillis", 1234);
            node.more().forEach((member, value) -> shown.set(member, MAPPER.valueToTree(value)));
            list.add(shown);
        }
        return answer;
    }

    private static ObjectNode status(FakeNode node, long revision) {
        return MAPPER.createObjectNode()
                .put("node", node.node())
                .put("boot", node.boot())
                .put("presence", node.presence())
                .put("state", "ready")
                .put("revision", revision)
                .put("error", node.error());
    }

    synchronized ObjectNode revisions(int limit) {
        var answer = MAPPER.createObjectNode();
        var list = answer.putArray("revisions");
        for (long number = revision; number > Math.max(0, revision - limit); number--) {
            list.add(entry(number));
        }
        return answer;
    }

    /** A revision with its text. */
    static ObjectNode whole(long number) {
        return entry(number).put("text", "tollhouse: v1\npolicy: agents # bücher, revision " + number + "\n");
    }

    private static ObjectNode entry(long number) {
        return MAPPER.createObjectNode()
                .put("revision", number)
                .put("base", number - 1)
                .put("policy", "agents")
                .put("hash", "%064x".formatted(number))
                .put("created", "2026-01-31T10:00:0%dZ".formatted(number % 10))
                .put("author", "admin")
                .put("why", number == 5 ? "an incident" : null)
                .put("keyId", "0123456789abcdef");
    }
}
