package io.tollhouse.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Search;
import io.tollhouse.cli.output.Progress;
import io.tollhouse.contract.audit.AuditField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollhouse audit dead-letter retry}. */
@Command(
        name = "retry",
        sortOptions = false,
        description = {
            "Try again what could not be indexed: create the event from its original bytes, then delete its envelope. Whatever ends"
                    + " it in between, a second call goes on; what still cannot be indexed stays, and is named with its cause.",
            "",
            "  tollhouse audit dead-letter retry node-1-0123456789ab-0001-00000000002a",
            "  tollhouse audit dead-letter retry --from 7d --to 1d",
            "  tollhouse audit dead-letter retry --all"
        },
        exitCodeList = {
            "0:none of them stays",
            "1:some stay, or it was refused",
            ExitCode.USAGE_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class DeadLetterRetryCommand implements Callable<Integer> {
    /** The most of one request. */
    private static final int AT_ONCE = 10;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Session session;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "these, by the ids that the list shows")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "all that there are, however old")
    private boolean all;

    @Mixin
    private DeadLetterTimes times = new DeadLetterTimes();

    DeadLetterRetryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        int ways = (ids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (times.areGiven() ? 1 : 0);
        if (ways != 1) {
            throw new Failure(
                    ExitCode.USAGE,
                    "say which dead letters: their ids, or --from and --to, or --all; one of the three.");
        }
        var report = new RetryReport(!ids.isEmpty());
        try (var progress = Progress.alone(session.console(), System::nanoTime)) {
            if (ids.isEmpty()) {
                retryFound(all ? DeadLetterTimes.everything() : times.search("asc"), report, progress);
            } else {
                retry(new ArrayList<>(new LinkedHashSet<>(ids)), report, progress, ids.size());
            }
        }
        report.print(session);
        return report.stayed() == 0 ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private void retry(List<String> some, RetryReport report, Progress progress, long total) throws ApiException {
        for (int from = 0; from < some.size(); from += AT_ONCE) {
            report.add(session.api().retryDeadLetters(some.subList(from, Math.min(some.size(), from + AT_ONCE))));
            progress.at(report.done(), total);
        }
    }

    /** A page at a time: what a page has is tried again before the next one is asked for. */
    private void retryFound(Search search, RetryReport report, Progress progress) throws ApiException, Failure {
        var found = new Found(report, progress);
        var pages = new AuditPages(session.api(), found, Long.MAX_VALUE);
        found.pages = pages;
        pages.take(search, progress);
        if (found.failed != null) {
            report.print(session);
            throw found.failed;
        }
    }

    private final class Found implements AuditSink {
        private final RetryReport report;
        private final Progress progress;
        private final Set<String> page = new LinkedHashSet<>();

        @Nullable
        private AuditPages pages;

        @Nullable
        private ApiException failed;

        Found(RetryReport report, Progress progress) {
            this.report = report;
            this.progress = progress;
        }

        @Override
        public void add(byte[] document) {
            try {
                page.add(MAPPER.readTree(document)
                        .path(AuditField.EVENT_ID.path())
                        .asText());
            } catch (IOException e) {
                session.console().say("tollhouse: an envelope that is not JSON is left out.");
            }
        }

        @Override
        public boolean flush() {
            try {
                retry(List.copyOf(page), report, progress, pages == null ? -1 : pages.total());
                page.clear();
                return true;
            } catch (ApiException e) {
                failed = e;
                return false;
            }
        }
    }
}
