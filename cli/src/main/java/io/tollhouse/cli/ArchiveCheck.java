package io.tollhouse.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.archive.ArchiveReader;
import io.tollhouse.cli.output.Progress;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.fleet.ArchiveManifest;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.trail.TrailCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Checks an archive: its signature, its files, and the trail in them. Asks no API. */
final class ArchiveCheck {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Session session;
    private final Path archive;
    private final TrustedKeys trusted;

    ArchiveCheck(Session session, Path archive, TrustedKeys trusted) {
        this.session = session;
        this.archive = archive;
        this.trusted = trusted;
    }

    /** What the exit code of the command says. */
    int run() throws Failure {
        try {
            var reader = ArchiveReader.open(archive, trusted);
            var report = new VerifyReport();
            var check = new TrailCheck(report::add, (first, last, each) -> find(reader, first, last, each));
            check(reader, check);
            report.print(session, check);
            if (session.isTable()) {
                var manifest = reader.manifest();
                session.console()
                        .print("The archive of " + manifest.day() + " of the fleet " + manifest.fleet()
                                + ", signed with " + manifest.keyId() + ".");
            }
            return report.isWhole() ? ExitCode.DONE : ExitCode.REFUSED;
        } catch (NotBelieved e) {
            throw new Failure(ExitCode.REFUSED, archive + ": " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, archive + ": cannot be read (" + e + ").");
        }
    }

    private void check(ArchiveReader reader, TrailCheck check) throws IOException, NotBelieved {
        var manifest = reader.manifest();
        reader.read(
                ArchiveManifest.BESIDE, document -> {}); // nothing of it counts before all of it is as it was signed
        try (var progress = Progress.alone(session.console(), System::nanoTime)) {
            long total = manifest.part(ArchiveManifest.RECORDS).lines();
            reader.read(ArchiveManifest.RECORDS, document -> {
                check.add(document);
                progress.at(check.records() + check.others(), total);
            });
            check.end();
        }
    }

    private static void find(ArchiveReader reader, EventId first, long last, Consumer<byte[]> each) throws IOException {
        try {
            reader.read(ArchiveManifest.BESIDE, document -> {
                var id = EventId.parse(MAPPER.readTree(document)
                        .path(AuditField.EVENT_ID.path())
                        .asText());
                if (id.filter(found -> found.topicKey().equals(first.topicKey())
                                && found.sequence() >= first.sequence()
                                && found.sequence() <= last)
                        .isPresent()) {
                    each.accept(document);
                }
            });
        } catch (NotBelieved e) {
            throw new IOException("it changed while it was read");
        }
    }
}
