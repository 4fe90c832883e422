package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a running node says of each record that it must not believe, and by which policy it goes on. */
class BadRecordsIT {
    private static final String NODE = "node-1";
    private static final String OPEN_DOOR = PolicyWriter.allowing("\"**\"");

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static PolicyWriter writer;
    private static SigningKey stranger;
    private static TestNode node;
    private static FleetLog fleet;
    private static long revision;
    private static long overlayRevision;

    /** What is in force when a test begins. */
    private SignedManifest good;

    private RecordMetadata goodAt;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        broker.create(Topic.ALL.toArray(Topic[]::new));
        writer = new PolicyWriter(broker, folder);
        stranger = SigningKey.generate(folder.resolve("stranger.pem"), folder.resolve("trusted-by-nobody"));
        node = TestNode.start(broker.address(), folder, NODE, PolicyWriter.FLEET, writer.trustedFolder(), Map.of());
        fleet = new FleetLog(broker.address());
    }

    @AfterAll
    static void stop() {
        fleet.close();
        node.close();
        writer.close();
        broker.close();
    }

    /** A good revision, which also takes back what was said of the record before. */
    @BeforeEach
    void aGoodRevisionIsInForce() throws Exception {
        revision += 10;
        good = writer.signed(revision, PolicyWriter.allowing("good-" + revision + ".test"));
        goodAt = writer.publish(good);
        awaitActedOn(goodAt.offset());
        var status = await("the node has nothing to say against it")
                .until(() -> fleet.last(NODE).orElseThrow(), last -> last.error() == null);
        assertThat(status.errorOffset()).isNull();
        assertInForce(status);
        node.awaitReady();
        assertThat(node.reasons()).doesNotContain("policy:");
    }

    private static NodeStatus awaitActedOn(long offset) {
        return await("the node acts on offset " + offset)
                .until(
                        () -> fleet.last(NODE),
                        last -> last.map(NodeStatus::applied)
                                .filter(applied -> applied.offset() >= offset)
                                .isPresent())
                .orElseThrow();
    }

    private static boolean confirms(NodeStatus status, long offset) {
        var applied = Objects.requireNonNull(status.applied());
        return status.confirms(applied.topicId(), offset);
    }

    private void assertInForce(NodeStatus status) throws IOException {
        assertThat(status.revision()).isEqualTo(revision);
        assertThat(status.hash()).isEqualTo(good.hash());
        assertThat(node.agent().get("http://two.test/").rule()).isEqualTo("builtin.default");
    }

    /** What somebody writes to the policy topic, given the revision in force. */
    @FunctionalInterface
    private interface Bad {
        byte[] on(long revision) throws Exception;
    }

    private static Arguments row(String name, String key, Bad bad, String says) {
        return Arguments.of(name, key, bad, says);
    }

    private static Arguments row(String name, Bad bad, String says) {
        return row(name, Topic.POLICY_KEY, bad, says);
    }

    private static Arguments copied(String key) {
        return row(
                "copied under the key " + key,
                key,
                now -> writer.signed(now + 1, OPEN_DOOR).bytes(),
                "does not know records with the key " + key);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                row("unsigned", BadRecordsIT::unsigned, "it is not signed"),
                row("no manifest", now -> new byte[] {'{', '}'}, "it is not signed"),
                row("an unknown key", BadRecordsIT::byAStranger, "which is not trusted here"),
                row(
                        "a key named in emoji",
                        now -> inEmoji(writer.signed(now + 1, OPEN_DOOR).bytes()),
                        "by the key ??, which is not trusted here"),
                row("a changed byte", BadRecordsIT::changed, "its signature does not fit"),
                row(
                        "another fleet",
                        now -> writer.signed("staging", now + 1, OPEN_DOOR).bytes(),
                        "it was made for another fleet (staging)"),
                row("made for another key", now -> forKey(now + 1, "canary"), "it is not the record of policy"),
                copied("canary"),
                copied("history"),
                copied("Policy"),
                row("a lower revision", now -> writer.signed(now - 1, OPEN_DOOR).bytes(), "is below"),
                row(
                        "the same revision with another hash",
                        now -> writer.signed(now, OPEN_DOOR).bytes(),
                        "is in force with another content"),
                row(
                        "uncompilable",
                        now -> writer.signed(now + 1, "{tollhouse: v1, policy: p, rules: [{id: x, to: 5}]}")
                                .bytes(),
                        "it does not compile"),
                row("its own test fails", BadRecordsIT::failing, "one of its own tests fails here"),
                row("oversized", BadRecordsIT::oversized, "it is larger than 262144 bytes"));
    }

    private static byte[] unsigned(long now) {
        var signed = new String(writer.signed(now + 1, OPEN_DOOR).bytes(), StandardCharsets.UTF_8);
        return signed.replaceFirst(",\"signature\":\"[^\"]*\"", "").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] byAStranger(long now) {
        var manifest = Manifest.of(
                PolicyWriter.FLEET,
                now + 1,
                now,
                Instant.now(),
                "stranger",
                stranger.keyId(),
                "",
                null,
                OPEN_DOOR,
                List.of());
        return SignedManifest.sign(manifest, stranger).bytes();
    }

    /** Two characters each in memory, one each where they are replaced. */
    private static byte[] inEmoji(byte[] signed) {
        return new String(signed, StandardCharsets.UTF_8)
                .replaceFirst("\"keyId\":\"[^\"]*", "\"keyId\":\"\ud83d\ude00\ud83d\ude00")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] changed(long now) {
        var bytes = writer.signed(now + 1, OPEN_DOOR).bytes();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"author\":\"") + "\"author\":\"".length();
        bytes[at] ^= 1;
        return bytes;
    }

    private static byte[] forKey(long next, String key) {
        var good = writer.signed(next, OPEN_DOOR).manifest();
        var other = new Manifest(
                good.v(),
                good.kind(),
                key,
                good.fleet(),
                good.revision(),
                good.base(),
                good.created(),
                good.author(),
                good.keyId(),
                good.why(),
                good.previous(),
                good.parts(),
                good.policy(),
                good.lists(),
                good.maximum(),
                good.protectedParts());
        return writer.sign(other).bytes();
    }

    private static byte[] failing(long now) {
        var policy = OPEN_DOOR + "tests:\n  - {agent: a, request: \"CONNECT one.test:443\", expect: deny}\n";
        return writer.signed(now + 1, policy).bytes();
    }

    /** The broker takes it; nodes do not. */
    private static byte[] oversized(long now) {
        var bytes = writer.signed(now + 1, OPEN_DOOR + "# " + "x".repeat(Manifest.MAX_BYTES) + "\n")
                .bytes();
        assertThat(bytes).hasSizeGreaterThan(Manifest.MAX_BYTES);
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void itIsNotBelievedAndTheNodeSaysWhy(String name, String key, Bad bad, String says) throws Exception {
        var at = writer.write(key, bad.on(revision));

        var status = awaitActedOn(at.offset());
        assertThat(status.error()).contains(says);
        assertThat(status.errorOffset()).isEqualTo(at.offset());
        assertThat(status.state()).isEqualTo(NodeStatus.State.DEGRADED);
        assertThat(confirms(status, at.offset())).isFalse();
        assertInForce(status);
        assertThat(node.process().readiness().status()).isEqualTo(200);
        assertThat(node.reasons()).contains("\"ready\":true", says, "revision " + revision + " stays in force");
    }

    @Test
    void anOverlayWhoseKeyIsNamedInEmojiDoesNotStopTheNodeFromHearing() throws Exception {
        var at = writer.write(
                Topic.OVERLAY_KEY, inEmoji(writer.overlay(overlayRevision + 1).bytes()));

        awaitActedOn(at.offset());
        await("the node says why")
                .until(() -> node.reasons().contains("overlay: ")
                        && node.reasons().contains("by the key ??, which is not trusted here"));
        awaitActedOn(writer.publish(writer.overlay(++overlayRevision)).offset());
        await("nothing is said of the overlay").until(() -> !node.reasons().contains("overlay: "));
    }

    @Test
    void aPolicyCopiedUnderTheKeyOfOverlaysIsNoneAndTheNodeSaysSoOfTheOverlay() throws Exception {
        var at = writer.write(
                Topic.OVERLAY_KEY, writer.signed(revision + 1, OPEN_DOOR).bytes());

        var status = awaitActedOn(at.offset());
        assertThat(status.overlayError()).contains("it is not what its key says");
        assertThat(status.overlayErrorOffset()).isEqualTo(at.offset());
        assertThat(status.state()).isEqualTo(NodeStatus.State.DEGRADED);
        assertThat(status.confirmsOverlay(
                        Objects.requireNonNull(status.applied()).topicId(), at.offset()))
                .isFalse();
        assertInForce(status);
        assertThat(node.reasons()).contains("\"ready\":true", "overlay: ", "it is not what its key says");

        awaitActedOn(writer.publish(writer.overlay(++overlayRevision)).offset());
        await("nothing is said of the overlay").until(() -> !node.reasons().contains("overlay: "));
    }

    @Test
    void aRecordWithoutAValueChangesNothing() throws Exception {
        var at = writer.write(Topic.POLICY_KEY, null);

        var status = awaitActedOn(at.offset());
        assertThat(status.error()).isNull();
        assertThat(confirms(status, at.offset())).isTrue();
        assertInForce(status);
        assertThat(node.reasons()).doesNotContain("policy:");
    }

    @Test
    void whatIsInForceOnceMoreChangesNothing() throws Exception {
        var at = writer.publish(good);

        var status = awaitActedOn(at.offset());
        assertThat(status.error()).isNull();
        assertInForce(status);
    }
}
