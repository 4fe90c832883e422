package io.tollhouse.cli;

import io.tollhouse.cli.api.Api;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether and how long a command waits for the nodes to confirm what it published. */
final class WaitOptions {
    @Option(names = "--no-wait", order = 50, description = "publish and wait for nobody")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            order = 51,
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "how long to wait for the nodes, as 500ms, 10s or 2m (${DEFAULT-VALUE})")
    private Duration timeout = Duration.ofSeconds(10);

    Duration timeout() {
        return timeout;
    }

    /** Waits as it was asked, and says how it went. */
    int await(Api api, ConfirmationReport report) throws InterruptedException {
        return noWait
                ? report.unawaited()
                : report.finish(new ConfirmationWait(api, report.published(), timeout, report::confirmed).run());
    }
}
