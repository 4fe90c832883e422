package io.tollhouse.consumer;

import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import io.tollhouse.contract.settings.StandardInput;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that brings audit records from Kafka into Elasticsearch, and finds them there. */
public final class AuditConsumer {
    /** Exit code: it did not start because of what it was told. */
    private static final int EXIT_USAGE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(AuditConsumer.class);

    private AuditConsumer() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var arguments = ProcessArguments.parse(args);
            if (arguments.help()) {
                System.out.println(ProcessArguments.helpText(Part.CONSUMER, "audit-consumer"));
                return;
            }
            run(arguments, System.getenv());
        } catch (InvalidSettings | IOException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_USAGE);
        }
    }

    private static void run(ProcessArguments arguments, Map<String, String> environment)
            throws InvalidSettings, IOException, InterruptedException {
        var loaded = Settings.load(Part.CONSUMER, arguments, environment, ConsumerSettings::read);
        if (arguments.exitWithStdin()) {
            StandardInput.exitWhenItEnds(System.in);
        }
        LOG.info("audit consumer of fleet {} starts", loaded.settings().fleetId());
        loaded.effective().forEach((key, value) -> LOG.info("setting {} = {}", key, value));
        loaded.settings().warnings().forEach(LOG::warn);
        var run = new ConsumerRun(loaded.settings());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run), "stop"));
        Thread.currentThread().join(); // the hook ends the process
    }

    /** A clean end is exit code 0, which a JVM that was told to end does not give by itself. */
    private static void stop(ConsumerRun run) {
        try {
            run.stop();
            LOG.info("stopped");
        } catch (InterruptedException e) {
            LOG.warn("the stop was interrupted");
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
