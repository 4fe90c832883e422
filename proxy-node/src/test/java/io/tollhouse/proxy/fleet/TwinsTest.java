package io.tollhouse.proxy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NotBelieved;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinsTest {
    private final Twins twins = new Twins("node-1", "me", Set.of("crashed", "before-it"));

    static NodeStatus status(String node, String boot, String state) throws NotBelieved {
        return NodeStatus.read("""
                {"v": 1, "node": "%s", "boot": "%s", "version": "test", "address": "127.0.0.1:1", "state": "%s", "revision": 1,
                 "features": [], "trustedKeys": [], "skew": 0, "ledgerBytes": 0, "tunnels": 0, "tunnelsCut": 0}
                """.formatted(node, boot, state).getBytes(StandardCharsets.UTF_8));
    }

    /** What the topic holds, as {@code boot@second}, with {@code !} where it left. */
    private String heard(String topic) throws NotBelieved {
        for (var word : topic.strip().split(" +", -1)) {
            var at = Long.parseLong(word.replaceAll("[^0-9]", "")) * 1_000;
            var state = word.endsWith("!") ? "left" : "ready";
            twins.heard(status("node-1", word.replaceAll("@.*", ""), state), at);
        }
        return !twins.isKnown()
                ? "not known yet"
                : twins.worst()
                        .map(twin -> (twin.older() ? "older " : "later ")
                                + twin.status().boot())
                        .orElse("none");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "me@10,                                none",
        "other@10,                             not known yet",
        "other@10 me@11,                       older other",
        "other@1 me@16,                        older other",
        "other@1 me@17,                        none", // lost before
        "other@10 other@11! me@12,             none", // left before
        "me@10 other@11,                       later other",
        "me@10 other@11 me@15 me@26,           later other",
        "me@10 other@11 me@15 me@27,           none", // lost by now
        "me@10 other@11 other@12!,             none",
        "other@10 me@11 other@15 other@16!,    none", // the newer becomes ready
        "other@10 me@11 me@16 me@21 me@26,     none",
        "other@10 me@11 me@30 other@31,        later other", // it came back to one that is ready by now
        "other@10 me@11 other@16 me@17,        older other",
        "crashed@10 me@11,                     none",
        "crashed@10 crashed@12 me@13,          none",
        "crashed@10 me@11 crashed@12,          none", // its last words
        "crashed@10 me@11 crashed@17,          older crashed", // a copy of the folder, and its first owner lives
        "crashed@10 me@11 crashed@17 crashed@30, older crashed",
        "crashed@10 me@11 crashed@26,          older crashed",
        "crashed@10 me@11 crashed@27,          later crashed", // too late to be one that was there
        "crashed@10 me@11 crashed@13 crashed@27, later crashed",
        "me@11 before-it@60 crashed@61,        later crashed",
        "crashed@10 before-it@11 me@12,        none",
        "crashed@10 other@11 me@12,            older other",
        "other@10 me@11 third@12,              older other",
        "me@11 third@12 fourth@13,             later fourth",
    })
    void aTwinIsALiveRunOfTheSameIdThatIsNoneOfTheFoldersOwn(String topic, String twin) throws Exception {
        assertThat(heard(topic)).isEqualTo(twin);
    }

    @Test
    void otherNodesAreNoTwins() throws Exception {
        twins.heard(status("node-2", "other", "ready"), 1_000);
        twins.heard(status("node-1", "me", "ready"), 2_000);

        assertThat(twins.worst()).isEmpty();
    }

    @Test
    void twinsWithoutEndArePressedIntoABound() throws Exception {
        heard("me@1");
        for (int i = 0; i < 1_000; i++) {
            heard("other" + "x".repeat(i % 100) + "@2");
        }
        assertThat(heard("me@20")).isEqualTo("none");
    }
}
