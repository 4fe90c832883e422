package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.yaml.InvalidDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every key ends in its record. */
class EverythingTest {

    private static Rule rule(String id) throws InvalidDocument {
        return Everything.policy().rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofTheDocument() throws InvalidDocument {
        var policy = Everything.policy();

        assertThat(policy.kind()).isEqualTo(Policy.Kind.POLICY);
        assertThat(policy.otherwise()).isEqualTo(Mode.REPORT);
        assertThat(policy.strict()).isFalse();
        assertThat(policy.lists().keySet()).containsExactly("mirrors", "malware");
        assertThat(policy.list("mirrors").file()).isNull();
        assertThat(policy.list("malware").file()).isEqualTo("lists/malware.txt");
        assertThat(policy.list("malware").entries().size()).isEqualTo(2);
        assertThat(policy.list("malware").at()).isEqualTo(new Place(10, 3, "lists.malware"));
    }

    @Test
    void ofAgents() throws InvalidDocument {
        var agents = Everything.policy().agents();

        assertThat(agents.get(0).from()).hasToString("[10.9.0.0/16, fd00::/8]");
        assertThat(agents.get(0).mode()).isEqualTo(Mode.REPORT);
        assertThat(agents.get(0).labels()).containsEntry("trust", "1");
        assertThat(agents.get(1).network()).hasToString("[10.8.0.0/16, 10.7.0.1/32]");
        assertThat(agents.get(1).mode()).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void ofARuleAndItsConditions() throws InvalidDocument {
        var rule = rule("inspected");

        assertThat(rule.to().lists()).containsExactly("mirrors", "malware");
        assertThat(rule.to().hosts()).extracting(HostPattern::text).containsExactly(".c.example");
        assertThat(rule.protocols()).containsExactly(Protocol.HTTP, Protocol.TLS);
        assertThat(rule.mode()).isEqualTo(Mode.REPORT);
        assertThat(rule.http().methods()).isEqualTo(Set.of("GET", "HEAD", "OPTIONS", "POST"));
        assertThat(rule.http().paths()).extracting(PathGlob::text).containsExactly("/simple/**", "/bücher/*.html");
        assertThat(rule.http().headers())
                .containsExactly(
                        new HeaderCondition("x-client", List.of("a*", "b")),
                        new HeaderCondition("accept", List.of("*")));
        assertThat(rule.expires()).isEqualTo(Instant.parse("2030-01-31T17:00:00Z"));
        assertThat(rule("opaque").protocols()).containsExactly(Protocol.TCP);
        assertThat(rule("opaque").expires()).isNull();
    }

    @Test
    void ofEffects() throws InvalidDocument {
        var effects = rule("inspected").effects();

        assertThat(effects.inspect()).isTrue();
        assertThat(effects.credential()).isEqualTo("model-key");
        assertThat(effects.headers()).isEqualTo(new HeaderEdits(Set.of("x-debug"), Map.of("x-team", "research, all")));
        assertThat(effects.websocket()).isTrue();
        assertThat(effects.ech()).isEqualTo(Ech.DENY);
        assertThat(effects.audit()).isEqualTo(AuditLevel.SYNCED);
        assertThat(effects.limits().values())
                .containsExactly(
                        Map.entry(Limit.REQUESTS_PER_MINUTE, 600L),
                        Map.entry(Limit.REQUESTS_PER_DAY, 10_000L),
                        Map.entry(Limit.BYTES_OUT_PER_DAY, 1L << 30),
                        Map.entry(Limit.BYTES_IN_PER_DAY, 65_536L),
                        Map.entry(Limit.OPEN_TUNNELS, 50L));
        assertThat(rule("routed").effects().upstream()).hasToString("http://searxng:8080");
        assertThat(rule("routed").effects().rewriteHost()).isEqualTo("search.example:8443");
        assertThat(rule("asked").effects().patience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(rule("names").effects().types()).containsExactly(DnsType.A, DnsType.TXT);
    }

    @Test
    void ofTests() throws InvalidDocument {
        var test = Everything.policy().tests().get(1);

        assertThat(test.source()).hasToString("10.9.1.1");
        assertThat(test.resolves()).hasToString("[93.184.215.14, 2606:2800::1]");
        assertThat(test.time()).isEqualTo(Instant.parse("2029-01-01T00:00:00Z"));
        assertThat(test.expect()).isEqualTo(PolicyTest.Expect.ASK);
    }

    @Test
    void andNothingInItIsOdd() throws InvalidDocument {
        assertThat(Everything.policy().warnings())
                .extracting(problem -> problem.message())
                .allSatisfy(message -> assertThat(message).contains("hands the credential model-key"))
                .hasSize(4);
    }

    @Test
    void ofLimitsTheStricterHolds() {
        var one = new Limits(Map.of(Limit.OPEN_TUNNELS, 5L, Limit.REQUESTS_PER_DAY, 9L));
        var other = new Limits(Map.of(Limit.OPEN_TUNNELS, 7L, Limit.BYTES_IN_PER_DAY, 1L));

        assertThat(one.strictest(other))
                .isEqualTo(other.strictest(one))
                .isEqualTo(new Limits(
                        Map.of(Limit.OPEN_TUNNELS, 5L, Limit.REQUESTS_PER_DAY, 9L, Limit.BYTES_IN_PER_DAY, 1L)));
        assertThat(one.strictest(Limits.NONE)).isEqualTo(one).isEqualTo(Limits.NONE.strictest(one));
        assertThat(one.of(Limit.OPEN_TUNNELS)).hasValue(5);
        assertThat(one.of(Limit.BYTES_IN_PER_DAY)).isEmpty();
    }
}
