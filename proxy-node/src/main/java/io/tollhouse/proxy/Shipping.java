package io.tollhouse.proxy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.ledger.Ledger;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to Kafka what the folder of one node holds, and ends: for a disk that was taken out of a machine which is gone. Nodes do the same by
 * themselves for folders beside their own.
 */
final class Shipping {
    private static final Logger LOG = LoggerFactory.getLogger(Shipping.class);
    private static final String FLAG = "--ship=";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SAY = Duration.ofSeconds(2);
    private static final Duration LAST = Duration.ofSeconds(30);
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    /** Something stays, as where a node's clean end leaves records. */
    private static final int LEFT = 3;

    private final Path folder;
    private final NodeSettings settings;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Shipping(Path folder, NodeSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** The folder that {@code --ship=DIR} or {@code --ship DIR} names; empty where neither is there. */
    static Optional<Path> folder(String... args) {
        return joined(args).stream()
                .filter(arg -> arg.startsWith(FLAG))
                .map(arg -> Path.of(arg.substring(FLAG.length())))
                .findFirst();
    }

    private static String[] others(String... args) {
        return joined(args).stream().filter(arg -> !arg.startsWith(FLAG)).toArray(String[]::new);
    }

    /** With a folder that stands behind the flag put to it. */
    private static List<String> joined(String... args) {
        var joined = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            boolean isApart = (args[i] + "=").equals(FLAG);
            boolean hasFolder = isApart && i + 1 < args.length && !args[i + 1].startsWith("-");
            joined.add(isApart ? FLAG + (hasFolder ? args[++i] : "") : args[i]);
        }
        return joined;
    }

    /** Returns the exit code: 0 where nothing is left, 3 where something stays, 1 where the folder cannot be sent, 2 for usage. */
    static int run(Path folder, String... args) throws InterruptedException {
        try {
            var arguments = ProcessArguments.parse(others(args));
            if (arguments.help()) {
                System.out.println(ProcessArguments.helpText(Part.NODE, "proxy-node"));
                return DONE;
            }
            var loaded = Settings.load(
                    Part.NODE,
                    arguments,
                    System.getenv(),
                    settings -> NodeSettings.read(settings, NodeSettings::machineName));
            return new Shipping(folder, loaded.settings()).ship();
        } catch (InvalidSettings e) {
            System.err.println(e.getMessage());
            return USAGE;
        } catch (IOException e) {
            System.err.println(folder + ": " + e.getMessage());
            return FAILED;
        }
    }

    private int ship() throws IOException, InterruptedException {
        var ledger = folder.resolve("ledger");
        if (folder.toString().isEmpty() || !Files.isDirectory(ledger)) {
            System.err.println(folder + ": has no folder 'ledger'; name the folder of one node, below its ledger.dir");
            return USAGE;
        }
        requireThisFleet(ledger.resolve("fleet"));
        try (var channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!isLocked(channel)) {
                throw new IOException("a node uses it, and sends its records itself");
            }
            return send();
        }
    }

    private void requireThisFleet(Path said) throws IOException {
        var fleet = Files.exists(said) ? Files.readString(said).strip() : "";
        if (!fleet.equals(settings.fleetId())) {
            throw new IOException("holds records of the fleet '" + fleet + "', and fleet.id is '" + settings.fleetId()
                    + "': use the settings of the node that wrote them");
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private int send() throws InterruptedException {
        var access = new KafkaAccess(settings.kafkaBootstrap(), settings.kafkaProperties(), "ship");
        var desk = new KafkaDesk(access);
        var health = new Health();
        var identity = NodeIdentity.of(settings.nodeId());
        var ledger = new Ledger(
                new Ledger.Writer(settings.fleetId(), identity.node(), identity.boot(), identity.version()),
                Ledger.Terms.alone(folder, settings.ledgerBudget(), AuditLevel.WRITTEN, settings.auditDeadline()),
                access,
                desk,
                health,
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(ledger), "stop"));
        LOG.info("{} bytes to send from {}", ledger.waitingBytes(), folder);
        ledger.start();
        await(ledger, health);
        boolean isMine = ended.compareAndSet(false, true);
        boolean isDone = isMine && ledger.stop(LAST);
        desk.close();
        LOG.info(isDone ? "everything is sent" : "something stays in {}; run it again", folder);
        return isDone ? DONE : LEFT;
    }

    private void await(Ledger ledger, Health health) throws InterruptedException {
        long said = System.nanoTime();
        while ((ledger.hasLeft() || ledger.waitingBytes() > 0) && !ended.get()) {
            Thread.sleep(LOOK.toMillis());
            if (System.nanoTime() - said > SAY.toNanos()) {
                said = System.nanoTime();
                LOG.info("{} bytes left {}", ledger.waitingBytes(), why(health.reasons()));
            }
        }
    }

    private static String why(List<Health.Reason> reasons) {
        return reasons.isEmpty() ? "" : reasons.toString();
    }

    /** By Ctrl-C or SIGTERM: what was sent stays sent, and the rest is there for another time. */
    private void interrupted(Ledger ledger) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            boolean isDone = ledger.stop(Duration.ZERO);
            Runtime.getRuntime().halt(isDone ? DONE : LEFT);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(LEFT);
        }
    }
}
