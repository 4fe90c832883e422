package io.tollhouse.distributor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.policy.Revision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A maximum is a part of every revision from the one that put it in force to the one that takes it away. */
class MaximumPublisherTest {
    private static final String POLICY = "{tollhouse: v1, policy: p, rules: [{id: a, to: ['%s'], action: allow}]}";
    private static final String MAXIMUM = "{tollhouse: v1, maximum: m, rules: [{id: most, to: ['%s'], action: allow}]}";

    @TempDir
    Path folder;

    private FakeTopics topics;
    private PolicyPublisher policies;
    private MaximumPublisher maximum;

    @BeforeEach
    void begin() throws Exception {
        topics = new FakeTopics(folder);
        policies = new PolicyPublisher(topics.next, topics.writer, topics.chunks, topics.bound);
        maximum = new MaximumPublisher(topics.next, topics.writer, topics.chunks, topics.bound);
    }

    private static Draft draft(String text, String host) {
        var utf8 = text.formatted(host).getBytes(StandardCharsets.UTF_8);
        return new Draft(utf8, "file.yaml", Map.of(), OptionalLong.empty(), "ops", "because");
    }

    private Published policy(String host) throws Exception {
        return policies.publish(draft(POLICY, host));
    }

    private Published bound(String host) throws Exception {
        return maximum.publish(draft(MAXIMUM, host));
    }

    private String inForce() {
        return topics.log.maximum().map(MaximumPart::text).orElse("none");
    }

    @Test
    void itIsANewRevisionOfThePolicyInForceAndEachLaterOneHasIt() throws Exception {
        policy("a.test");

        var published = bound("**.test");
        var later = policy("b.test");
        var kills = new KillPublisher(topics.next, topics.writer, InstantSource.system(), InstantSource.system());
        var resigned = new Resigner(topics.next, kills, topics.writer).resign("ops", false);

        assertThat(published.revision())
                .extracting(Revision::revision, Revision::policy, Revision::maximum, Revision::why)
                .containsExactly(2L, "p", "m", "because");
        assertThat(later.revision().maximum()).isEqualTo("m");
        assertThat(resigned.policy().revision().maximum()).isEqualTo("m");
        assertThat(inForce()).isEqualTo(MAXIMUM.formatted("**.test"));
        assertThat(topics.log.maximum().orElseThrow())
                .extracting(MaximumPart::author, MaximumPart::why)
                .containsExactly("ops", "because");
    }

    @Test
    void aPolicyThatExceedsItIsRefusedAtTheRule() throws Exception {
        policy("a.test");
        bound("**.test");

        assertThatThrownBy(() -> policy("b.example"))
                .isInstanceOf(InvalidDocument.class)
                .hasMessage(
                        "file.yaml:1:36: rules[0].to: rule a exceeds maximum m by b.example: none of its rules allows"
                                + " that host; narrow the rule, or have the maximum raised");
        assertThat(topics.log.revisionInForce()).isEqualTo(2);
    }

    @Test
    void oneThatThePolicyInForceExceedsIsRefusedToo() throws Exception {
        policy("a.test");

        assertThatThrownBy(() -> bound("**.example"))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageStartingWith("policy in force:1:36: rules[0].to: rule a exceeds maximum m by a.test");
        assertThat(inForce()).isEqualTo("none");
    }

    @Test
    void itIsTakenAwayInANewRevision() throws Exception {
        policy("a.test");
        bound("**.test");

        var removed = maximum.remove("ops", "raised");

        assertThat(removed.revision())
                .extracting(Revision::revision, Revision::maximum, Revision::why)
                .containsExactly(3L, "", "raised");
        assertThat(policy("b.example").revision().maximum()).isEmpty();
    }

    @Test
    void itsListFilesAndThoseOfThePolicyGoOnWithBoth() throws Exception {
        policies.publish(listed("policy: p", "wanted.test\n"));
        var published = maximum.publish(listed("maximum: m", "wanted.test\nmore.test\n"));

        assertThat(published.revision().maximum()).isEqualTo("m");
        assertThat(topics.log.inForce().orElseThrow().lists()).containsOnlyKeys("hosts.txt");
        assertThat(topics.log.maximum().orElseThrow().lists()).containsOnlyKeys("hosts.txt");
        assertThat(policies.publish(listed("policy: q", "more.test\n"))
                        .revision()
                        .maximum())
                .isEqualTo("m");
        assertThatThrownBy(() -> policies.publish(listed("policy: q", "other.test\n")))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("exceeds maximum m by other.test");
    }

    private static Draft listed(String name, String hosts) {
        var text = "{tollhouse: v1, " + name + ", lists: {hosts: {file: hosts.txt}},"
                + " rules: [{id: a, to: ['list:hosts'], action: allow}]}";
        var file = ListFile.read(hosts.getBytes(StandardCharsets.UTF_8), "hosts.txt");
        return new Draft(
                text.getBytes(StandardCharsets.UTF_8),
                "file.yaml",
                Map.of("hosts.txt", file),
                OptionalLong.empty(),
                "ops",
                "");
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertThatThrownBy(() -> bound("**.test"))
                .isInstanceOf(NothingInForce.class)
                .hasMessageStartingWith("the maximum stays as it was: no policy is in force");
        policy("a.test");
        assertThatThrownBy(() -> maximum.remove("ops", "")).isInstanceOf(NoMaximum.class);
        assertThatThrownBy(() -> maximum.publish(draft(POLICY, "a.test")))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("a maximum is asked for");
    }

    @Test
    void aPolicyTopicThatWasMadeAgainDoesNotLoseIt() throws Exception {
        policy("a.test");
        bound("**.test");
        topics.readAgainWithPolicy(1);

        assertThatThrownBy(() -> policy("b.example")).isInstanceOf(InvalidDocument.class);
        assertThat(policy("b.test").revision().maximum()).isEqualTo("m");
    }
}
