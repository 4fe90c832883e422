package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Search;
import io.tollhouse.cli.archive.ArchiveWriter;
import io.tollhouse.contract.fleet.ArchiveManifest;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.trail.TrailCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tollhouse audit archive}. */
@Command(
        name = "archive",
        sortOptions = false,
        description = {
            "Keep a closed day as files: every document as it is stored, one a line, with the signed checkpoints among them, and a"
                    + " manifest with counts and hashes, signed with the distributor's key. No archive is written over.",
            "",
            "The day is checked as audit verify checks it; what is found does not stop the archive. audit verify --archive reads it"
                    + " without a fleet.",
            "",
            "  tollhouse audit archive --day 2026-01-31 --to archives --fleet 0123456789abcdef \\",
            "      --key distributor/signing-key.pem --trusted-keys fleet/trusted-keys"
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class AuditArchiveCommand implements Callable<Integer> {
    /** What was under way at midnight has come by then. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(30);

    private final Session session;

    @Option(names = "--day", paramLabel = "DAY", required = true, description = "in UTC, as 2026-01-31")
    private LocalDate day = LocalDate.EPOCH;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "the folder of archives; this one is its folder tollhouse-audit-DAY")
    private Path to = Path.of("");

    @Option(names = "--fleet", paramLabel = "ID", required = true, description = "the fleet's id, as fleet.id has it")
    private String fleet = "";

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "the distributor's signing key")
    private Path key = Path.of("");

    @Mixin
    private TrustedKeysOption trusted = new TrustedKeysOption();

    AuditArchiveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (now.isBefore(end.plus(AFTER_MIDNIGHT))) {
            throw new Failure(ExitCode.REFUSED, day + " is not over for half an hour yet, in UTC.");
        }
        var signer = signer();
        try (var archive = ArchiveWriter.begin(to, day)) {
            write(archive, signer, now);
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, "the archive cannot be written (" + e.getMessage() + ").");
        }
        return ExitCode.DONE;
    }

    private SigningKey signer() throws Failure {
        try {
            return SigningKey.load(key, trusted.required());
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, "--key: " + e.getMessage());
        }
    }

    private void write(ArchiveWriter archive, SigningKey signer, Instant now)
            throws ApiException, Failure, IOException {
        var report = new VerifyReport();
        var pages = new TrailPages(session);
        var check = new TrailCheck(report::add, (first, last, each) -> {
            var failed = new IOException[1];
            pages.find(first, last, document -> {
                each.accept(document);
                failed[0] = failed[0] == null ? added(archive, document) : failed[0];
            });
            if (failed[0] != null) {
                throw failed[0];
            }
        });
        pages.run(progress -> {
            pages.take(
                    new Search(null, day + "T00:00:00Z", day.plusDays(1) + "T00:00:00Z", "asc"),
                    document -> {
                        archive.records().add(document);
                        check.add(document);
                    },
                    progress);
            check.end();
        });
        var place = archive.finish(
                parts -> ArchiveManifest.of(
                        fleet,
                        now.toString(),
                        signer.keyId(),
                        day,
                        check.records(),
                        check.others(),
                        report.found(),
                        parts),
                signer);
        report.print(session, check);
        session.console().say("Written to " + place + ", signed with " + signer.keyId() + ".");
    }

    private static @Nullable IOException added(ArchiveWriter archive, byte[] document) {
        try {
            archive.lookedUp().add(document);
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
