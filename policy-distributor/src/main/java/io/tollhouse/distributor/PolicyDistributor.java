package io.tollhouse.distributor;

import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import io.tollhouse.contract.settings.StandardInput;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one policy distributor. */
public final class PolicyDistributor {
    /** Exit code: it did not start because of what it was told. */
    private static final int EXIT_USAGE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(PolicyDistributor.class);

    private PolicyDistributor() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var arguments = ProcessArguments.parse(args);
            if (arguments.help()) {
                System.out.println(ProcessArguments.helpText(Part.DISTRIBUTOR, "policy-distributor"));
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
        var loaded = Settings.load(Part.DISTRIBUTOR, arguments, environment, DistributorSettings::read);
        if (arguments.exitWithStdin()) {
            StandardInput.exitWhenItEnds(System.in);
        }
        LOG.info("the distributor of the fleet {} starts", loaded.settings().fleetId());
        loaded.effective().forEach((key, value) -> LOG.info("setting {} = {}", key, value));
        var run = DistributorRun.start(loaded.settings());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run), "stop"));
        Thread.currentThread().join(); // the hook ends the process
    }

    /** A clean end is exit code 0, which a JVM that was told to end does not give by itself. */
    private static void stop(DistributorRun run) {
        run.stop();
        LOG.info("stopped");
        Runtime.getRuntime().halt(0);
    }
}
