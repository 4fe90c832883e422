package io.tollhouse.contract.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignedManifestTest {
    private static final String FLEET = "f1";

    @TempDir
    Path folder;

    private SigningKey key;
    private TrustedKeys trusted;

    @BeforeEach
    void makeKeys() throws IOException {
        key = SigningKey.generate(folder.resolve("signing.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
    }

    @Test
    void whatWasSignedIsReadBack() throws Exception {
        var signed = SignedManifest.sign(manifest(FLEET, 7, 6), key);

        var read = SignedManifest.verify(signed.bytes(), trusted, FLEET);

        assertThat(read.manifest()).isEqualTo(signed.manifest());
        assertThat(read.hash()).isEqualTo(signed.hash()).hasSize(64);
    }

    @Test
    void aKeyFileIsReadBackAndFindsItsOwnId() throws Exception {
        var again = SigningKey.load(folder.resolve("signing.pem"), trusted);

        assertThat(again.keyId()).isEqualTo(key.keyId()).hasSize(16);
        assertThat(Files.getPosixFilePermissions(folder.resolve("signing.pem"))).hasSize(2);
        assertThatThrownBy(() -> SigningKey.load(folder.resolve("signing.pem"), new TrustedKeys(Map.of())))
                .hasMessageContaining("not in policy.trusted-keys");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(
                        "a byte of the policy changed",
                        edit("default: deny", "default: allo"),
                        "signature does not fit"),
                Arguments.of("the revision raised", edit("\"revision\":7", "\"revision\":8"), "signature does not fit"),
                Arguments.of(
                        "a key named in emoji",
                        (Function<String, String>)
                                text -> text.replaceFirst("\"keyId\":\"[^\"]*", "\"keyId\":\"\ud83d\ude00\ud83d\ude00"),
                        "by the key ??, which is not trusted here"),
                Arguments.of(
                        "a key named at length",
                        (Function<String, String>)
                                text -> text.replaceFirst("\"keyId\":\"[^\"]*", "\"keyId\":\"" + "k".repeat(99)),
                        "by the key " + "k".repeat(64) + ", which"),
                Arguments.of(
                        "no key named",
                        (Function<String, String>) text -> text.replaceFirst("\"keyId\":\"[^\"]*\"", "\"keyId\":null"),
                        "by the key none, which"),
                Arguments.of("another key named", edit("\"keyId\":\"", "\"keyId\":\"0"), "not trusted here"),
                Arguments.of("no signature", edit(",\"signature\":\"", ",\"signatura\":\""), "is not signed"),
                Arguments.of("cut short", edit("\"}", "\""), "is not signed"),
                Arguments.of("no bytes", (Function<String, String>) text -> "", "is not signed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void whatWasChangedIsNotBelieved(String what, Function<String, String> change, String reason) {
        var bytes = change.apply(new String(
                        SignedManifest.sign(manifest(FLEET, 7, 6), key).bytes(), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> SignedManifest.verify(bytes, trusted, FLEET))
                .isInstanceOf(NotBelieved.class)
                .hasMessageContaining(reason);
    }

    /** What is still believed is the very same: the last bits of base64 say nothing. */
    @Test
    void whateverIsChangedAtRandomIsNotBelievedAndThrowsNothingElse() {
        long seed = 20_260_101;
        var random = new Random(seed);
        var policy = SignedManifest.sign(manifest(FLEET, 7, 6), key);
        var overlay = SignedOverlay.sign(
                OverlayManifest.of(FLEET, 7, 6, Instant.EPOCH, "admin", key.keyId(), "why", null, List.of(kill())),
                key);
        var hashes = Set.of(policy.hash(), overlay.hash());

        for (int i = 0; i < 20_000; i++) {
            var record = changed(i % 2 == 0 ? policy.bytes() : overlay.bytes(), random);
            assertThat(believed(record))
                    .as(() -> "of seed " + seed + ": " + new String(record, StandardCharsets.UTF_8))
                    .isSubsetOf(hashes);
        }
    }

    /** The hash of what is believed; anything thrown but {@link NotBelieved} fails the test. */
    private Set<String> believed(byte[] record) {
        try {
            return new String(record, StandardCharsets.UTF_8).contains("\"kind\":\"overlay\"")
                    ? Set.of(SignedOverlay.verify(record, trusted, FLEET).hash())
                    : Set.of(SignedManifest.verify(record, trusted, FLEET).hash());
        } catch (NotBelieved e) {
            return Set.of();
        }
    }

    private static Kill kill() {
        return new Kill("kill-3", KillTarget.parse("r-*", ".x.test", "a", "n-1"), Instant.EPOCH, null, "admin", "w");
    }

    /** A few bytes, each replaced, left out or put in, so that the record is another one at the end. */
    private static byte[] changed(byte[] record, Random random) {
        var changed = new ByteArrayOutputStream();
        int from = 0;
        for (int left = 1 + random.nextInt(3); left > 0 && from < record.length; left--) {
            int at = from + random.nextInt(record.length - from);
            changed.write(record, from, at - from);
            switch (random.nextInt(3)) {
                case 0 -> changed.write(record[at] ^ (1 + random.nextInt(255)));
                case 1 -> changed.writeBytes(piece(random));
                default -> {} // left out
            }
            from = at + 1;
        }
        changed.write(record, from, record.length - from);
        return changed.toByteArray();
    }

    private static byte[] piece(Random random) {
        var pieces = List.of("\ud83d\ude00", "\u0000", "\"", "{", "null", "1e999", "\\ud83d", "\u00e9\u00e9");
        return pieces.get(random.nextInt(pieces.size())).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anotherFleetsRevisionAndAnotherKeysAreNotBelieved() {
        var elsewhere = SignedManifest.sign(manifest("f2", 7, 6), key).bytes();
        var own = SignedManifest.sign(manifest(FLEET, 7, 6), key).bytes();

        assertThatThrownBy(() -> SignedManifest.verify(elsewhere, trusted, FLEET))
                .hasMessage("it was made for another fleet (f2)");
        assertThatThrownBy(() -> SignedManifest.verify(own, new TrustedKeys(Map.of()), FLEET))
                .hasMessageContaining("not trusted here");
    }

    @Test
    void aRevisionThatDoesNotRiseAboveItsBaseIsNotBelieved() {
        var bytes = SignedManifest.sign(manifest(FLEET, 6, 6), key).bytes();

        assertThatThrownBy(() -> SignedManifest.verify(bytes, trusted, FLEET))
                .hasMessage("its revision 6 does not rise above its base 6");
    }

    @Test
    void aStatusIsReadBackAndConfirmsWhatItHasActedOn() throws Exception {
        var status = new NodeStatus(
                1,
                "node-1",
                "0123456789ab",
                "0.1.0",
                "127.0.0.1:3128",
                NodeStatus.State.READY,
                new NodeStatus.Applied("t", 12),
                7,
                "ab",
                null,
                List.of("route"),
                List.of("k"),
                -3,
                0,
                2,
                1,
                null,
                null,
                null,
                4L,
                null,
                null);

        var read = NodeStatus.read(status.toBytes());

        assertThat(read).isEqualTo(status);
        assertThat(new String(status.toBytes(), StandardCharsets.UTF_8))
                .contains("\"state\":\"ready\"", "\"applied\":{\"topicId\":\"t\",\"offset\":12}");
        assertThat(read.confirms("t", 12)).isTrue();
        assertThat(read.confirms("t", 13)).isFalse();
        assertThat(read.confirms("u", 12)).isFalse();
        assertThat(NodeStatus.read(
                                "{\"v\":1,\"node\":\"n\",\"boot\":\"b\",\"version\":\"1\",\"address\":\"a:1\",\"state\":\"ready\","
                                        .concat("\"features\":[],\"trustedKeys\":[],\"new\":1,")
                                        .concat("\"applied\":{\"topicId\":\"t\",\"offset\":12},\"errorOffset\":12}")
                                        .getBytes(StandardCharsets.UTF_8))
                        .confirms("t", 12))
                .isFalse();
    }

    private Manifest manifest(String fleet, long revision, long base) {
        return Manifest.of(
                fleet,
                revision,
                base,
                Instant.EPOCH,
                "admin",
                key.keyId(),
                "why",
                null,
                "default: deny\n",
                List.of("a:1"));
    }

    private static Function<String, String> edit(String from, String to) {
        return text -> {
            int at = text.lastIndexOf(from);
            return text.substring(0, at) + to + text.substring(at + from.length());
        };
    }
}
