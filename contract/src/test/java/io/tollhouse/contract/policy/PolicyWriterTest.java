package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyWriterTest {

    private static Policy read(String text, Policy.Kind kind) throws InvalidDocument {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        return kind == Policy.Kind.POLICY
                ? PolicyCodec.parse(utf8, "w.yaml", Everything.FILES)
                : PolicyCodec.parseMaximum(utf8, "w.yaml", Everything.FILES);
    }

    private static void assertSame(Policy one, Policy other, String because) {
        assertThat(placeless(one)).as(because).isEqualTo(placeless(other));
    }

    /** Without what belongs to the text and not to the policy. */
    private static Policy placeless(Policy policy) {
        var nowhere = new Place(0, 0, "");
        var lists = new LinkedHashMap<String, NamedList>();
        policy.lists().forEach((name, l) -> lists.put(name, new NamedList(name, l.file(), l.entries(), nowhere)));
        return new Policy(
                policy.kind(),
                "",
                policy.name(),
                policy.strict(),
                policy.otherwise(),
                policy.agents().stream()
                        .map(a -> new AgentEntry(a.name(), a.network(), a.from(), a.labels(), a.mode(), nowhere))
                        .toList(),
                lists,
                policy.rules().stream()
                        .map(r -> new Rule(
                                r.id(),
                                r.who(),
                                r.to(),
                                r.ports(),
                                r.protocols(),
                                r.action(),
                                r.mode(),
                                r.reason(),
                                r.suggestion(),
                                r.http(),
                                r.effects(),
                                r.expires(),
                                nowhere))
                        .toList(),
                policy.tests().stream()
                        .map(t -> new PolicyTest(
                                t.agent(),
                                t.request(),
                                t.expect(),
                                t.rule(),
                                t.source(),
                                t.resolves(),
                                t.time(),
                                nowhere))
                        .toList(),
                List.of());
    }

    @Test
    void everythingIsWrittenAndReadAgainTheSame() throws InvalidDocument {
        var policy = Everything.policy();
        var written = PolicyWriter.write(policy);

        assertSame(read(written, policy.kind()), policy, written);
        assertThat(PolicyWriter.write(read(written, policy.kind()))).isEqualTo(written);
    }

    @Test
    void whatIsAsIfLeftOutIsLeftOut() throws InvalidDocument {
        assertThat(PolicyWriter.write(read("""
                        tollhouse: v1
                        policy: p
                        default: deny
                        strict: true
                        agents: []
                        rules:
                          - {id: r, to: X.example., ports: [443, 80], protocol: [tls, http], action: deny, mode: enforce}
                        """, Policy.Kind.POLICY))).isEqualTo("""
                        tollhouse: v1
                        policy: p
                        rules:
                          - id: r
                            to: [x.example]
                            action: deny
                        """);
    }

    @Test
    void aMaximumStaysOne() throws InvalidDocument {
        var maximum =
                PolicyCodec.parseMaximum("{tollhouse: v1, maximum: m}".getBytes(StandardCharsets.UTF_8), "m", Map.of());

        assertThat(PolicyWriter.write(maximum)).isEqualTo("tollhouse: v1\nmaximum: m\n");
    }

    @Test
    void anyPolicyIsWrittenAndReadAgainTheSame() throws InvalidDocument {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            var text = new RandomPolicy(random).text();
            var policy = read(text, Policy.Kind.POLICY);
            var written = PolicyWriter.write(policy);

            assertSame(read(written, policy.kind()), policy, "seed " + seed + "\n" + text + "\nas\n" + written);
            assertThat(PolicyWriter.write(read(written, policy.kind()))).isEqualTo(written);
        }
    }
}
