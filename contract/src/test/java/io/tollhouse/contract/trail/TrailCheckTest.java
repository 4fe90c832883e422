package io.tollhouse.contract.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.audit.Head;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.audit.WrittenRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trail of one boot with a stream of ten requests, and what somebody did to it. */
class TrailCheckTest {
    private static final String BOOT = "0123456789ab";
    private static final String STREAM = "node-1/" + BOOT + "/0001";
    private static final String HOUSE = "node-1/" + BOOT + "/0000";
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final AuditStream house = new AuditStream("node-1", BOOT, 0, "test");
    private final AuditStream stream = new AuditStream("node-1", BOOT, 1, "test");
    private final List<String> houseRecords = new ArrayList<>();
    private final List<String> records = new ArrayList<>();
    private KeyPair keys;

    @BeforeEach
    void write() throws GeneralSecurityException {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var key = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        houseRecords.add(stored(house, AuditEvent.ofStream(AT, "open").text(AuditField.KEY, key)));
        records.add(stored(stream, AuditEvent.ofStream(AT, "open").number(AuditField.PARTITION, 3)));
        for (int i = 1; i <= 10; i++) {
            records.add(stored(
                    stream,
                    AuditEvent.of(Stage.REFUSAL, AT, "connect", "r-" + i).text(AuditField.USER_NAME, "agent-" + i)));
        }
        checkpoint(10);
    }

    /** As the consumer stores it. */
    private static String stored(AuditStream by, AuditEvent event) {
        var text = new String(by.encode(event).bytes(), StandardCharsets.UTF_8);
        return text.substring(0, text.length() - 1)
                + ",\"tollhouse.ingest.partition\":3,\"tollhouse.ingest.offset\":7,\"tollhouse.ingest.appended\":\"2026-01-01T00:00:01.000Z\"}";
    }

    private void checkpoint(int sequence) throws GeneralSecurityException {
        var heads = List.of(new Head(1, sequence, hash(records.get(sequence))).toString());
        var ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(keys.getPrivate());
        ed25519.update(Head.signed("node-1", BOOT, heads));
        houseRecords.add(stored(
                house,
                AuditEvent.ofStream(AT, "checkpoint")
                        .heads(heads)
                        .text(AuditField.SIGNATURE, Base64.getEncoder().encodeToString(ed25519.sign()))));
    }

    private static String hash(String stored) {
        int at = stored.indexOf("\"event.hash\":\"") + 14;
        return stored.substring(at, at + 64);
    }

    private List<String> check(List<String> all) throws IOException {
        return check(all, all);
    }

    /** Of a time, beside which there is more. */
    private List<String> check(List<String> ofTime, List<String> all) throws IOException {
        var found = new ArrayList<String>();
        var check = new TrailCheck(
                finding -> found.add(finding.kind().label() + " " + finding.stream() + " " + finding.sequence()),
                (from, to, each) -> find(all, from, to, each));
        for (var record : ofTime) {
            check.add(record.getBytes(StandardCharsets.UTF_8));
        }
        check.end();
        return found;
    }

    private static void find(List<String> all, EventId from, long to, Consumer<byte[]> each) {
        for (var record : all) {
            for (long sequence = from.sequence(); sequence <= to; sequence++) {
                var id = new EventId(from.node(), from.boot(), from.stream(), sequence);
                if (record.contains("\"event.id\":\"" + id + "\"")) {
                    each.accept(record.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private List<String> all() {
        var all = new ArrayList<>(records);
        all.addAll(houseRecords);
        return all;
    }

    @Test
    void aWholeTrailIsWholeInAnyOrder() throws IOException {
        var all = all();
        for (int seed = 0; seed < 20; seed++) {
            assertThat(check(all)).isEmpty();
            Collections.shuffle(all, new Random(seed));
        }
    }

    @ParameterizedTest(name = "from record {0} on")
    @ValueSource(ints = {1, 5, 10})
    void aTimeInTheMiddleOfAStreamIsWholeToo(int from) throws IOException {
        var all = new ArrayList<>(records.subList(from, records.size()));
        all.addAll(houseRecords);

        assertThat(check(all)).isEmpty();
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "agent-5, agent-6",
        "'\"tollhouse.stage\":\"refusal\"', '\"tollhouse.stage\":\"outcome\"'",
        "'\"tollhouse.ingest.partition\"', '\"tollhouse.verdict\":\"allow\",\"tollhouse.ingest.partition\"'",
        "'2026-01-01T00:00:00', '2026-01-01T00:00:09'",
    })
    void aRecordThatWasEditedIsNamed(String from, String to) throws IOException {
        records.set(5, records.get(5).replace(from, to));

        assertThat(check(all())).containsExactly("edited " + STREAM + " 5");
    }

    @Test
    void aRecordOnTheOtherSideOfTheLimitIsLookedUp() throws IOException {
        var found = new ArrayList<Finding>();
        var check = new TrailCheck(found::add, (from, to, each) -> find(all(), from, to, each));
        for (int i = 2; i < records.size(); i++) {
            if (i != 4 && i != 10) {
                check.add(records.get(i).getBytes(StandardCharsets.UTF_8));
            }
        }
        for (var record : houseRecords) {
            check.add(record.getBytes(StandardCharsets.UTF_8));
        }
        check.end();

        assertThat(found).isEmpty();
    }

    @Test
    void anEnvelopeStandsForTheRecordThatIsInIt() throws IOException {
        var written = records.get(5).replaceFirst(",\"tollhouse.ingest.*}", "}");
        var original = Base64.getEncoder().encodeToString(written.getBytes(StandardCharsets.UTF_8));
        records.set(
                5,
                "{\"event.kind\":\"pipeline_error\",\"event.id\":\"node-1-" + BOOT
                        + "-0001-000000000005\",\"tollhouse.envelope.original\":\"" + original + "\"}");

        assertThat(check(all())).isEmpty();
    }

    @Test
    void aRecordThatWasEditedWithItsHashIsNamedByTheNextOne() throws IOException {
        records.set(5, withHash(records.get(5).replace("agent-5", "agent-6"), records.get(4)));

        assertThat(check(all())).containsExactly("edited " + STREAM + " 6");
    }

    private static String withHash(String edited, String before) {
        var record = StoredRecord.of(edited.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        var right = record.computed(java.util.HexFormat.of().parseHex(hash(before)));
        return edited.replace(hash(edited), right);
    }

    @Test
    void aStreamThatWasWrittenAnewToItsEndIsNamedByWhatItsNodeHasSigned() throws IOException {
        records.set(5, records.get(5).replace("agent-5", "agent-6"));
        for (int i = 5; i < records.size(); i++) {
            records.set(i, withHash(records.get(i), records.get(i - 1)));
        }

        assertThat(check(all())).containsExactly("edited " + STREAM + " 10");
    }

    @Test
    void recordsThatWereDeletedAreNamed() throws IOException {
        records.subList(4, 7).clear();

        assertThat(check(all())).containsExactly("deleted " + STREAM + " 4");
    }

    @Test
    void aRecordThatNoNodeWroteIsNamed() throws IOException {
        records.add(6, records.get(5).replace("agent-5", "agent-99"));

        assertThat(check(all())).containsExactly("inserted " + STREAM + " 5");
    }

    @Test
    void recordsThatHaveChangedPlacesAreNamed() throws IOException {
        var id = "\"event.id\":\"node-1-" + BOOT + "-0001-%012x\"";
        var five = records.get(5).replace(id.formatted(5), id.formatted(6));
        var six = records.get(6).replace(id.formatted(6), id.formatted(5));
        records.set(5, six);
        records.set(6, five);

        assertThat(check(all())).contains("reordered " + STREAM + " 5", "reordered " + STREAM + " 6");
    }

    @Test
    void anEndThatWasCutIsNamed() throws IOException {
        records.subList(8, records.size()).clear();

        assertThat(check(all())).containsExactly("cut " + STREAM + " 8");
    }

    @Test
    void anEndThatWasCutIsNamedByTheNextRunOfItsNodeToo() throws IOException {
        houseRecords.remove(1);
        var next = new AuditStream("node-1", "0123456789ac", 0, "test");
        houseRecords.add(stored(next, AuditEvent.ofStream(AT, "ended").about(STREAM, 0, 10, "it died")));
        assertThat(check(all())).isEmpty();

        records.subList(8, records.size()).clear();
        assertThat(check(all())).containsExactly("cut " + STREAM + " 8");
    }

    @Test
    void aStreamOfWhichNothingIsThereIsNamed() throws IOException {
        records.clear();

        assertThat(check(all())).containsExactly("missing " + STREAM + " 10");
    }

    @Test
    void aCheckpointThatItsNodeHasNotSignedIsNamed() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        checkpoint(9);

        assertThat(check(all())).containsExactly("forged " + HOUSE + " 2");
    }

    @Test
    void aKeyThatWasNamedBeforeTheTimeIsLookedUp() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        checkpoint(9);
        var ofTime = new ArrayList<>(records);
        ofTime.add(houseRecords.get(2));

        assertThat(check(ofTime, all())).containsExactly("forged " + HOUSE + " 2");
    }

    @Test
    void aRunWhoseFirstRecordNamesNoKeyIsNotBelieved() throws IOException {
        houseRecords.clear();
        var anew = new AuditStream("node-1", BOOT, 0, "test");
        var heads = List.of(new Head(1, 10, hash(records.get(10))).toString());
        houseRecords.add(stored(anew, AuditEvent.ofStream(AT, "open").text(AuditField.KEY, "AAAA")));
        houseRecords.add(
                stored(anew, AuditEvent.ofStream(AT, "checkpoint").heads(heads).text(AuditField.SIGNATURE, "AAAA")));

        assertThat(check(all())).containsExactly("forged " + HOUSE + " 0", "forged " + HOUSE + " 1");
    }

    @Test
    void aSecondFirstRecordNamesNoOtherKey() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var key = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        houseRecords.add(stored(house, AuditEvent.ofStream(AT, "open").text(AuditField.KEY, key)));
        checkpoint(9);

        assertThat(check(all())).containsExactly("forged " + HOUSE + " 3");
    }

    @Test
    void whatTheNodeSaysIsGoneIsNamed() throws IOException {
        var id = new EventId("node-1", BOOT, 1, 11);
        var gone = stream.encode(AuditEvent.of(Stage.REFUSAL, AT, "connect", "too-large"));
        records.add(new String(
                stream.instead(
                        id,
                        WrittenRecord.hash(gone.bytes()),
                        AuditEvent.ofStream(AT, "gap").about(STREAM, 11, 11, "Kafka does not take it")),
                StandardCharsets.UTF_8));
        records.add(stored(stream, AuditEvent.of(Stage.REFUSAL, AT, "connect", "r-12")));
        houseRecords.add(stored(house, AuditEvent.ofStream(AT, "gap").about(STREAM, 20, 22, "damage")));

        assertThat(check(all())).containsExactly("gap " + STREAM + " 11", "gap " + STREAM + " 20");
    }

    @Test
    void nothingBreaksOnWhatIsNoRecord() throws IOException {
        var all = new ArrayList<>(all());
        for (var bad : List.of("", "{", "[]", "null", "{\"event.id\":1}", "{\"event.id\":\"node-1-x\"}", "\u0000")) {
            all.add(bad);
        }
        all.add(records.get(3).replace("\"event.hash\"", "\"event.hashes\""));

        assertThat(check(all)).containsExactly("inserted " + STREAM + " 3");
        assertThat(IntStream.range(0, records.get(3).length()).boxed()).allSatisfy(length -> {
            var check = new TrailCheck(finding -> Assertions.fail(finding.toString()), (from, to, each) -> {});
            check.add(records.get(3).substring(0, length).getBytes(StandardCharsets.UTF_8));
            assertThat(check.records()).isZero();
        });
    }
}
