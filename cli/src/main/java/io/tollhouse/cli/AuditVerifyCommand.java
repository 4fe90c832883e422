package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Search;
import io.tollhouse.contract.trail.TrailCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tollhouse audit verify}. */
@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Check that the trail is as nodes wrote it: compute the hash of each record again behind the one before it, and hold"
                    + " every stream against what its node has signed of how far it has come.",
            "",
            "The key of each run of a node was countersigned by a distributor, and how far it has come stands beside the trail too:"
                    + " a run that somebody else made is found, and one that was taken away.",
            "",
            "Names what was edited, deleted, inserted, reordered or cut, streams of which nothing is there, and gaps that nodes"
                    + " have told of themselves. With --kafka also records that the audit topic has and the index lacks or has otherwise.",
            "",
            "  tollhouse audit verify --from 7d",
            "  tollhouse audit verify --from 2026-01-31 --to 2026-02-01 --node node-1",
            "  tollhouse audit verify --kafka --from 7d",
            "  tollhouse audit verify --archive archives/tollhouse-audit-2026-01-31 --trusted-keys fleet/trusted-keys"
        },
        exitCodeList = {
            "0:the trail is whole",
            "1:it is not, or it was refused",
            ExitCode.USAGE_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "an age (90s, 10m, 24h, 7d) or a time (2026-01-31T10:00:00Z) (${DEFAULT-VALUE})")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "TIME",
            defaultValue = "1m",
            description = "the same; what is younger may be on its way (${DEFAULT-VALUE})")
    private String to = "";

    @Option(names = "--node", paramLabel = "NODE", description = "the streams of this node only")
    @Nullable
    private String node;

    @Option(
            names = "--kafka",
            description =
                    "check what the audit topic has instead of the index, by when brokers appended it, and that the index has it too; all nodes")
    private boolean kafka;

    @Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "check this archive instead, with its signature; asks no fleet, and needs --trusted-keys")
    @Nullable
    private Path archive;

    @Mixin
    private TrustedKeysOption trusted = new TrustedKeysOption();

    AuditVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        if (kafka && archive != null) {
            throw new Failure(ExitCode.USAGE, "--kafka and --archive are two places; name one of them.");
        }
        if (archive != null) {
            return new ArchiveCheck(session, archive, trusted.required()).run();
        }
        if (kafka) {
            if (node != null) {
                throw new Failure(ExitCode.USAGE, "--kafka reads the records of all nodes; leave --node out.");
            }
            return new KafkaCheck(session, runs()).run(from, to);
        }
        var report = new VerifyReport();
        var pages = new TrailPages(session);
        var register = runs().ask(from, to, any -> node == null || any.equals(node));
        var check = new TrailCheck(report::add, pages::find, register);
        try {
            pages.run(progress -> {
                pages.take(new Search(node == null ? null : "node:" + node, from, to, "asc"), check::add, progress);
                check.end();
            });
        } catch (IOException e) {
            throw new IllegalStateException("only the API is read here", e);
        }
        report.print(session, check);
        return report.isWhole() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private RunsQuestion runs() throws Failure {
        return new RunsQuestion(session, trusted.optional());
    }
}
