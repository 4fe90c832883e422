package io.tollhouse.proxy;

import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import io.tollhouse.contract.settings.StandardInput;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one proxy node. */
public final class ProxyNode {
    /** Exit code: it did not start because of what it was told. */
    private static final int EXIT_USAGE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ProxyNode.class);

    private ProxyNode() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var arguments = ProcessArguments.parse(args);
            if (arguments.help()) {
                System.out.println(ProcessArguments.helpText(Part.NODE, "proxy-node"));
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
        var loaded = Settings.load(
                Part.NODE, arguments, environment, settings -> NodeSettings.read(settings, NodeSettings::machineName));
        if (arguments.exitWithStdin()) {
            StandardInput.exitWhenItEnds(System.in);
        }
        var identity = NodeIdentity.of(loaded.settings().nodeId());
        LOG.info("node {} boot {} version {} starts", identity.node(), identity.boot(), identity.version());
        loaded.effective().forEach((key, value) -> LOG.info("setting {} = {}", key, value));
        var run = NodeRun.start(loaded.settings(), identity);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run), "stop"));
        Thread.currentThread().join(); // the hook ends the process
    }

    /** A clean end is exit code 0, which a JVM that was told to end does not give by itself. */
    private static void stop(NodeRun run) {
        try {
            run.stop();
            LOG.info("stopped");
        } catch (InterruptedException e) {
            LOG.warn("the stop was interrupted");
        }
        Runtime.getRuntime().halt(0);
    }
}
