package io.tollhouse.contract.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Head;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.fleet.BootKey;
import io.tollhouse.contract.fleet.BootManifest;
import io.tollhouse.contract.fleet.SignedBoot;
import io.tollhouse.contract.fleet.SignedHeads;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a node whose trail somebody can write to, and what stands of it on the checkpoint topic. */
class BootRegisterTest {
    private static final String BOOT = "0123456789ab";
    private static final String HOUSE = "node-1/" + BOOT + "/0000";
    private static final String STREAM = "node-1/" + BOOT + "/0001";
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant BEFORE = AT.minusSeconds(60);
    private static final Instant AFTER = AT.plusSeconds(3_600);

    @TempDir
    Path folder;

    private final AuditStream house = new AuditStream("node-1", BOOT, 0, "test");
    private final AuditStream stream = new AuditStream("node-1", BOOT, 1, "test");
    private final List<String> records = new ArrayList<>();
    private final List<byte[]> topic = new ArrayList<>();
    private KeyPair keys;
    private SigningKey distributor;
    private Instant since = BEFORE;
    private Instant settled = AFTER;

    @BeforeEach
    void write() throws GeneralSecurityException, IOException {
        distributor = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        keys = pair();
        records.add(stored(house, AuditEvent.ofStream(AT, "open").text(AuditField.KEY, text(keys))));
        for (int i = 0; i < 4; i++) {
            records.add(stored(stream, AuditEvent.of(Stage.REFUSAL, AT, "connect", "r-" + i)));
        }
        topic.add(announced(keys).bytes());
    }

    private static KeyPair pair() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private static String text(KeyPair keys) {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    private static String stored(AuditStream by, AuditEvent event) {
        return new String(by.encode(event).bytes(), StandardCharsets.UTF_8);
    }

    private static BootKey announced(KeyPair keys) {
        return BootKey.of("fleet-1", "node-1", BOOT, text(keys), AT);
    }

    private static byte[] countersigned(KeyPair keys, SigningKey by) {
        return SignedBoot.sign(BootManifest.of(announced(keys), AT, by.keyId()), by)
                .bytes();
    }

    private byte[] heads(KeyPair by, int last) throws GeneralSecurityException {
        var record = records.get(1 + last);
        int at = record.indexOf("\"event.hash\":\"") + 14;
        var heads = List.of(new Head(1, last, record.substring(at, at + 64)).toString());
        var ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(by.getPrivate());
        ed25519.update(Head.signed("node-1", BOOT, heads));
        var signature = Base64.getEncoder().encodeToString(ed25519.sign());
        return SignedHeads.of("fleet-1", "node-1", BOOT, AT.plusSeconds(last), heads, signature)
                .bytes();
    }

    private List<String> check() throws IOException {
        var register =
                new BootRegister(TrustedKeys.load(folder.resolve("trusted")), BEFORE, AFTER, settled, "node-1"::equals);
        register.since(since);
        topic.forEach(value -> register.add(value, AT));
        var found = new ArrayList<String>();
        var check = new TrailCheck(
                finding -> found.add(finding.kind().label() + " " + finding.stream() + " " + finding.sequence()),
                (from, to, each) -> records.stream()
                        .map(record -> record.getBytes(StandardCharsets.UTF_8))
                        .filter(bytes -> StoredRecord.of(bytes)
                                .filter(record -> record.id().topicKey().equals(from.topicKey())
                                        && record.id().sequence() >= from.sequence()
                                        && record.id().sequence() <= to)
                                .isPresent())
                        .forEach(each),
                register);
        for (var record : records) {
            check.add(record.getBytes(StandardCharsets.UTF_8));
        }
        check.end();
        return found;
    }

    @Test
    void whatWasCountersignedAndHasComeAsFarAsItSaysIsWhole() throws Exception {
        topic.add(countersigned(keys, distributor));
        topic.add(heads(keys, 3));

        assertThat(check()).isEmpty();
    }

    @Test
    void aRunWithAnotherKeyThanTheOneThatWasCountersignedIsForged() throws Exception {
        topic.set(0, announced(pair()).bytes());
        topic.add(countersigned(pair(), distributor));
        topic.add(countersigned(keys, distributor)); // the second one does not count

        assertThat(check()).containsExactly("forged " + HOUSE + " 0");
    }

    @Test
    void aRunThatNobodyHasCountersignedIsForgedOnceItIsTime() throws Exception {
        assertThat(check()).containsExactly("forged " + HOUSE + " 0");

        settled = AT.minusSeconds(1);
        assertThat(check()).as("it may still come").isEmpty();
    }

    @Test
    void ofARunFromBeforeTheTopicNothingIsKnown() throws Exception {
        since = AT.plus(Duration.ofSeconds(1));

        assertThat(check()).isEmpty();
    }

    @Test
    void aKeyThatIsNotTrustedCountersignsNothing() throws Exception {
        var stranger = SigningKey.generate(folder.resolve("other.pem"), folder.resolve("not-trusted"));
        topic.add(countersigned(keys, stranger));

        assertThat(check()).containsExactly("forged " + HOUSE + " 0");
    }

    @Test
    void aRunThatWasTakenAwayWholeIsMissing() throws Exception {
        topic.add(countersigned(keys, distributor));
        topic.add(heads(keys, 3));
        records.clear();

        assertThat(check()).containsExactly("missing " + STREAM + " 3");
    }

    @Test
    void anEndThatWasCutWithAllThatSaysWhereItWasIsNamed() throws Exception {
        topic.add(countersigned(keys, distributor));
        topic.add(heads(keys, 2));
        topic.add(heads(keys, 3));
        records.subList(3, records.size()).clear();

        assertThat(check()).containsExactly("cut " + STREAM + " 2");
    }

    @Test
    void headsThatTheRunHasNotSignedAreForgedAndProveNothing() throws Exception {
        topic.add(countersigned(keys, distributor));
        topic.add(heads(pair(), 3));
        records.remove(4);

        assertThat(check()).containsExactly("forged " + HOUSE + " 0");
    }

    @Test
    void nothingBreaksOnWhatAnybodyMayHaveWritten() throws Exception {
        var sound = List.of(countersigned(keys, distributor), heads(keys, 3), topic.get(0));
        for (var value : sound) {
            for (int length = 0; length < value.length; length++) {
                topic.add(java.util.Arrays.copyOf(value, length));
            }
        }
        for (var bad : List.of("null", "[]", "{}", "{\"kind\":\"heads\"}", "{\"v\":1,\"kind\":\"boot\"}")) {
            topic.add(bad.getBytes(StandardCharsets.UTF_8));
        }
        topic.addAll(sound);

        assertThat(check()).isEmpty();
    }
}
