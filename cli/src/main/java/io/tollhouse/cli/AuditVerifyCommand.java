package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Search;
import io.tollhouse.cli.output.Progress;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.trail.TrailCheck;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollhouse audit verify}. */
@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Check that the trail is as nodes wrote it: compute the hash of each record again behind the one before it, and hold"
                    + " every stream against what its node has signed of how far it has come.",
            "",
            "Names what was edited, deleted, inserted, reordered or cut, streams of which nothing is there, and gaps that nodes"
                    + " have told of themselves.",
            "",
            "  tollhouse audit verify --from 7d",
            "  tollhouse audit verify --from 2026-01-31 --to 2026-02-01 --node node-1"
        },
        exitCodeList = {
            "0:the trail is whole",
            "1:it is not, or it was refused",
            ExitCode.USAGE_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private static final String EVER = "2000-01-01T00:00:00Z";
    private static final String NEVER = "2099-12-31T00:00:00Z";

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

    AuditVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        var report = new VerifyReport();
        var check = new TrailCheck(report::add, this::find);
        try (var progress = Progress.alone(session.console(), System::nanoTime)) {
            take(search(node == null ? null : "node:" + node, from, to), check::add, progress);
            check.end();
        } catch (IOException e) {
            if (e.getCause() instanceof ApiException failed) {
                throw failed;
            }
            throw new IllegalStateException("only the API is read here", e);
        }
        report.print(session, check);
        return report.isWhole() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static Search search(@Nullable String query, String since, String until) {
        return new Search(query, since, until, "asc");
    }

    /** Of a stream, whenever it was. */
    private void find(EventId first, long last, Consumer<byte[]> each) throws IOException {
        var query = "node:%s tollhouse.boot:%s tollhouse.stream:%d event.sequence:>=%d event.sequence:<=%d"
                .formatted(first.node(), first.boot(), first.stream(), first.sequence(), last);
        try (var progress = Progress.alone(session.console(), System::nanoTime)) {
            take(search(query, EVER, NEVER), each::accept, progress);
        } catch (ApiException | Failure e) {
            throw new IOException(e);
        }
    }

    private interface Each {
        void accept(byte[] record) throws IOException;
    }

    private void take(Search search, Each each, Progress progress) throws ApiException, Failure, IOException {
        var failed = new IOException[1];
        var pages = new AuditPages(
                session.api(),
                new AuditSink() {
                    @Override
                    public void add(byte[] document) {
                        try {
                            if (failed[0] == null) {
                                each.accept(document);
                            }
                        } catch (IOException e) {
                            failed[0] = e;
                        }
                    }

                    @Override
                    public boolean flush() {
                        return failed[0] == null;
                    }
                },
                Long.MAX_VALUE);
        pages.take(search, progress);
        if (failed[0] != null) {
            throw failed[0];
        }
    }
}
