package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.fleet.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditArchiveTest extends LocalFleetTest {
    private static final String DAY = "2026-01-31";
    private static final Instant AT = Instant.parse(DAY + "T10:00:00Z");

    private final List<String> records = new ArrayList<>();
    private Path keys;
    private Path archive;

    @BeforeEach
    void aTrail() throws IOException {
        keys = folder.resolve("trusted-keys");
        archive = folder.resolve("archives/tollhouse-audit-" + DAY);
        SigningKey.generate(folder.resolve("signing-key.pem"), keys);
        var stream = new AuditStream("node-1", "0123456789ab", 1, "test");
        records.add(stored(stream, AuditEvent.ofStream(AT, "open").number(AuditField.PARTITION, 3)));
        for (int i = 1; i <= 10; i++) {
            records.add(stored(
                    stream,
                    AuditEvent.of(Stage.REFUSAL, AT, "connect", "r-" + i).text(AuditField.USER_NAME, "a-" + i)));
        }
    }

    private static String stored(AuditStream by, AuditEvent event) {
        return new String(by.encode(event).bytes(), StandardCharsets.UTF_8);
    }

    private void found(List<String> documents) {
        documents.forEach(distributor::record);
    }

    private Call archived(String... more) {
        var words = new ArrayList<>(
                List.of("audit", "archive", "--to", folder.resolve("archives").toString()));
        words.addAll(List.of(
                "--fleet", "f-1", "--key", folder.resolve("signing-key.pem").toString()));
        words.addAll(List.of("--trusted-keys", keys.toString()));
        words.addAll(List.of(more));
        return call(words.toArray(String[]::new));
    }

    private Call verified() {
        return call("audit", "verify", "--archive", archive.toString(), "--trusted-keys", keys.toString());
    }

    private void change(String file, String what, String by) throws IOException {
        var path = archive.resolve(file);
        Files.writeString(path, Files.readString(path).replace(what, by));
    }

    @Test
    void aDayIsKeptByteForByteAndReadWithoutAFleet() throws IOException {
        found(records);

        var call = archived("--day", DAY);

        assertThat(call.err()).startsWith("Written to " + archive);
        assertThat(call.code()).isZero();
        assertThat(Files.readString(archive.resolve("records.ndjson"))).isEqualTo(String.join("\n", records) + "\n");
        assertThat(Files.readString(archive.resolve("manifest.json")))
                .contains("\"fleet\":\"f-1\"", "\"day\":\"" + DAY + "\"", "\"records\":11", "\"findings\":0");
        assertThat(distributor.requests())
                .containsExactly(
                        "GET /v1/audit?since=2026-01-31T00:00:00Z&until=2026-02-01T00:00:00Z&sort=asc&limit=1000");
        distributor.close();
        assertThat(verified().code()).isZero();
        assertThat(verified().out())
                .startsWith(
                        "11 records of 1 streams: whole.\nThe archive of " + DAY + " of the fleet f-1, signed with ");
    }

    @Test
    void aDayThatIsNotWholeIsKeptAndStaysNotWhole() throws IOException {
        records.remove(4);
        found(records);

        assertThat(archived("--day", DAY).code()).isZero();

        assertThat(Files.readString(archive.resolve("manifest.json"))).contains("\"findings\":1");
        assertThat(verified().code()).isEqualTo(ExitCode.REFUSED);
        assertThat(verified().out()).contains("deleted").contains("record 4 is not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"records.ndjson", "manifest.json"})
    void whatWasChangedAfterwardsIsNotBelieved(String file) throws IOException {
        found(records);
        archived("--day", DAY);

        change(
                file,
                file.startsWith("records") ? "a-7" : "\"records\":11",
                file.startsWith("records") ? "a-8" : "\"records\":12");

        assertThat(verified().code()).isEqualTo(ExitCode.REFUSED);
        assertThat(verified().err())
                .contains(file.startsWith("records") ? "not the file that was signed" : "its signature does not fit");
    }

    @Test
    void aKeyThatIsNotTrustedIsNotBelieved() throws IOException {
        found(records);
        archived("--day", DAY);
        try (var files = Files.newDirectoryStream(keys)) {
            for (var file : files) {
                Files.delete(file);
            }
        }

        assertThat(verified().err()).contains("which is not trusted here");
        assertThat(verified().code()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void noArchiveIsWrittenOver() throws IOException {
        found(records);
        archived("--day", DAY);
        var before = Files.readString(archive.resolve("manifest.json"));

        var again = archived("--day", DAY);

        assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.err()).contains("is there already");
        assertThat(Files.readString(archive.resolve("manifest.json"))).isEqualTo(before);
    }

    @Test
    void anAttemptThatFailedLeavesNothing() throws IOException {
        distributor.pagesWithoutRecords();
        found(records);

        assertThat(archived("--day", DAY).code()).isEqualTo(ExitCode.UNREACHABLE);

        try (var left = Files.list(folder.resolve("archives"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDayThatGoesOnIsRefused() {
        var call = archived("--day", LocalDate.now(ZoneOffset.UTC).toString());

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err()).contains("is not over");
    }

    @Test
    void anArchiveNeedsTheKeysThatAreTrusted() {
        assertThat(call("audit", "verify", "--archive", archive.toString()).code())
                .isEqualTo(ExitCode.USAGE);
    }
}
