package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.api.FakeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyApplyTest extends LocalFleetTest {
    private static final String POLICY = "tollhouse: v1\npolicy: agents\n";

    private Path file = Path.of("");

    @BeforeEach
    void aPolicy() throws IOException {
        file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    }

    private Call apply(String... more) {
        var args = Stream.concat(Stream.of("policy", "apply", file.toString()), Stream.of(more));
        return call(args.toArray(String[]::new));
    }

    @Test
    void everyNodeIsShownAsItConfirmsAndTheLastLineCountsThem() {
        distributor.with(FakeNode.prompt("node-1", 43), FakeNode.late("node-2", 3, 81));

        var call = apply("--why", "an incident & more");

        assertThat(call.code()).isZero();
        assertThat(call.out().lines().map(line -> line.replaceAll("[0-9a-f]{12}", "BOOT...")))
                .containsExactly(
                        "NODE    BOOT          REVISION  CONFIRMED AFTER",
                        "node-1  BOOT...  7         43 ms",
                        "node-2  BOOT...  7         81 ms",
                        "2/2 nodes confirmed revision 7 in 0.08 s");
        assertThat(call.err()).isEmpty();
        assertThat(distributor.requests()).first().isEqualTo("PUT /v1/policy?why=an incident & more");
        assertThat(distributor.labels()).containsExactly(file.toString());
    }

    @Test
    void theListFilesThatAPolicyNamesGoAlong() throws IOException {
        distributor.with(FakeNode.prompt("node-1", 43));
        Files.createDirectory(folder.resolve("lists"));
        Files.writeString(folder.resolve("lists/evil.txt"), "x.test\n");
        Files.writeString(file, POLICY + "lists: {evil: {file: lists/evil.txt}}\n");

        assertThat(apply().code()).isZero();
        assertThat(distributor.bodies().get(0))
                .containsSubsequence(
                        "name=\"policy\"; filename=\"" + file + "\"",
                        POLICY,
                        "name=\"list\"; filename=\"lists/evil.txt\"",
                        "x.test\n\r\n--tollhouse-");
    }

    @Test
    void nothingIsSentWhereAListFileIsWrong() throws IOException {
        Files.writeString(folder.resolve("bad.txt"), "x.test\nno host\n");
        Files.writeString(file, POLICY + "lists:\n  bad: {file: bad.txt}\n  gone: {file: gone.txt}\n");

        var call = apply();

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err())
                .contains(folder.resolve("bad.txt") + ":2:1: 'no host' ")
                .contains(file + ":5:16: lists.gone.file: names " + folder.resolve("gone.txt")
                        + ", and there is no such file");
        assertThat(distributor.requests()).isEmpty();
    }

    static Stream<Arguments> unconfirmed() {
        return Stream.of(
                Arguments.of(
                        FakeNode.silent("node-2", "live"),
                        "did not confirm within 300 ms; it last said ready with revision 6."),
                Arguments.of(
                        FakeNode.silent("node-2", "lost"),
                        "did not confirm within 300 ms; it last said ready with revision 6, and nothing for longer than 15 s."),
                Arguments.of(FakeNode.silent("node-2", "left"), "stopped before it confirmed."),
                Arguments.of(
                        FakeNode.refusing("node-2", "revision 7 does not compile"),
                        "does not enforce it: revision 7 does not compile"));
    }

    @ParameterizedTest
    @MethodSource("unconfirmed")
    void aNodeThatDoesNotConfirmIsNamedWithItsReason(FakeNode node, String reason) {
        distributor.with(FakeNode.prompt("node-1", 43), node);

        var call = apply("--timeout", "300ms");

        assertThat(call.code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(call.out()).contains("node-1").endsWith("1/2 nodes confirmed revision 7.\n");
        assertThat(call.err()).isEqualTo("tollhouse: node-2 " + reason + "\n");
    }

    @Test
    void whenAllWhoAreLeftHaveRefusedNobodyIsWaitedFor() {
        distributor.with(FakeNode.refusing("node-1", "it does not compile"));

        long start = System.nanoTime();
        var call = apply("--timeout", "1m");

        assertThat(call.code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
    }

    @Test
    void withoutALiveNodeTheRevisionIsPublishedAndUnconfirmed() {
        var call = apply();

        assertThat(call.code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(call.out())
                .isEqualTo("0/0 nodes: revision 7 is published, but no node is live that could confirm it.\n");
    }

    @Test
    void anApiThatAnswersNoMoreLeavesTheNodesUnconfirmed() {
        distributor
                .with(FakeNode.prompt("node-1", 1))
                .answers("/v1/policy/confirmations", 503, "{\"detail\": \"Kafka is away.\"}");

        var call = apply("--timeout", "200ms");

        assertThat(call.code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(call.err()).isEqualTo("tollhouse: node-1 did not confirm within 200 ms: Kafka is away.\n");
        assertThat(call.out()).isEqualTo("0/1 nodes confirmed revision 7.\n");
    }

    @Test
    void nobodyIsWaitedForWhereNobodyWants() {
        distributor.with(FakeNode.silent("node-1", "live"));

        var call = apply("--no-wait");

        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("Published revision 7; not waited for any node.\n");
        assertThat(distributor.requests()).hasSize(1);
    }

    @Test
    void forProgramsTheResultIsOneDocument() throws Exception {
        distributor.with(FakeNode.prompt("node-1", 43), FakeNode.refusing("node-2", "it does not compile"));

        var call = apply("--output", "json");

        var document = JsonMapper.builder().build().readTree(call.outBytes());
        assertThat(call.code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(document.path("revision").asLong()).isEqualTo(7);
        assertThat(document.path("confirmed").asLong()).isEqualTo(1);
        assertThat(document.path("complete").asBoolean(true)).isFalse();
        assertThat(document.at("/nodes/0/millis").asLong()).isEqualTo(43);
        assertThat(document.at("/nodes/1/why").asText()).isEqualTo("does not enforce it: it does not compile");
        assertThat(call.err()).contains("node-1 (boot ", "confirmed revision 7 after 43 ms");
    }

    @Test
    void warningsAreSaidAndDoNotStopIt() {
        distributor.with(FakeNode.prompt("node-1", 1)).warning("policy.yaml:4:3: rules[0]: is for nobody");

        var call = apply();

        assertThat(call.code()).isZero();
        assertThat(call.err()).isEqualTo("warning: policy.yaml:4:3: rules[0]: is for nobody\n");
    }

    @Test
    void aBaseThatMovedPublishesNothing() {
        var call = apply("--base", "5");

        assertThat(call.code()).isEqualTo(ExitCode.BASE_MOVED);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .isEqualTo("tollhouse: not published: revision 6 is in force, not 5. Look at it (tollhouse policy get),"
                        + " bring your change into it, and apply that with --base 6.\n");
    }

    @Test
    void aRefusedPolicyIsRefusedWithItsProblems() throws Exception {
        Files.writeString(file, "bad: 1\n");

        var call = apply();

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err())
                .isEqualTo("policy.yaml:3:1: bad: is not a known key\ntollhouse: the policy is refused\n");
    }

    @Test
    void aPolicyComesFromStandardInputToo() {
        distributor.with(FakeNode.prompt("node-1", 1));

        var call = Call.with(POLICY, Map.of(), folder, "policy", "apply", "-");

        assertThat(call.code()).isZero();
        assertThat(distributor.labels()).isEqualTo(List.of("stdin"));
    }

    @Test
    void aPolicyThatIsTooLargeIsNotSent() throws Exception {
        Files.writeString(file, "#".repeat(200 * 1024));

        var call = apply();

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err()).isEqualTo("tollhouse: " + file + " is larger than 192 KiB.\n");
        assertThat(distributor.requests()).isEmpty();
    }
}
