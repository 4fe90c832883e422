package io.tollhouse.process.main;

import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import io.tollhouse.contract.settings.StandardInput;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a process from its arguments to its end. It exits with 0, or what its parts say, when it was told to end; with 0 when it was asked for help, with 1 when its end
 * failed, and with 2 when it did not start because of what it was told.
 *
 * @param <S> its settings
 */
public final class ProcessMain<S> {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final Logger LOG = LoggerFactory.getLogger(ProcessMain.class);

    private final Part part;
    private final String command;
    private final Function<Settings, S> read;
    private final Start<S> start;
    private final Health health = new Health();

    /** @param command what help calls it */
    public ProcessMain(Part part, String command, Function<Settings, S> read, Start<S> start) {
        this.part = part;
        this.command = command;
        this.read = read;
        this.start = start;
    }

    /** Starts the parts of one process. */
    @FunctionalInterface
    public interface Start<S> {
        /**
         * Starts them.
         *
         * @param health of the process
         * @throws IOException with a sentence where they cannot start with these settings
         */
        Running start(S settings, Health health) throws IOException;
    }

    /** Parts that were started. */
    @FunctionalInterface
    public interface Running {
        /**
         * Ends them cleanly. Nothing bounds it from outside: each of its waits has a limit.
         *
         * @return the exit code; 0 where nothing is left to say
         */
        int stop() throws InterruptedException;
    }

    /** Returns only after help; else the process ends before. */
    public void run(String... args) throws InterruptedException {
        try {
            var arguments = ProcessArguments.parse(args);
            if (arguments.help()) {
                System.out.println(ProcessArguments.helpText(part, command));
                return;
            }
            start(arguments);
        } catch (InvalidSettings | IOException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_USAGE);
        }
        Thread.currentThread().join(); // the hook ends the process
    }

    private void start(ProcessArguments arguments) throws InvalidSettings, IOException {
        var loaded = Settings.load(part, arguments, System.getenv(), read);
        if (arguments.exitWithStdin()) {
            StandardInput.exitWhenItEnds(System.in);
        }
        LOG.info("{} starts", command);
        loaded.effective().forEach((key, value) -> LOG.info("setting {} = {}", key, value));
        Thread.setDefaultUncaughtExceptionHandler(this::died);
        var running = start.start(loaded.settings(), health);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "stop"));
        LOG.info("{} runs", command);
    }

    private void died(Thread thread, Throwable cause) {
        LOG.error("the thread {} died", thread.getName(), cause);
        health.part("thread " + thread.getName()).red("it died; the log says of what. Restart this process");
    }

    /** Halts, since a JVM that was told to end does not give exit code 0 by itself. */
    private static void stop(Running running) {
        int code = EXIT_FAILED;
        try {
            code = running.stop();
            LOG.info("stopped");
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("the stop failed", e);
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }
}
