package io.tollhouse.local.parts;

import io.tollhouse.local.data.DataFolder;
import io.tollhouse.local.process.ArchivedJvm;
import io.tollhouse.local.process.JavaCommand;
import io.tollhouse.local.process.Modules;
import io.tollhouse.local.process.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What all parts of one fleet share: the clone, the data folder, the ports, the environment. */
public record Site(Modules modules, DataFolder data, Ports ports, PartEnvironment environment) {
    private static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * Flags of a small JVM. C1 and the serial collector start in half the time and take half the memory, which is what
     * counts on one machine with eight JVMs; a node that carries traffic for real runs without the first two.
     */
    static List<String> smallJvm(String heap, String... more) {
        var flags = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmx" + heap,
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError"));
        flags.addAll(List.of(more));
        return List.copyOf(flags);
    }

    /** The class-data archive of a kind of process. */
    Path archive(String kind) {
        return modules.cache().resolve("cds").resolve(kind + ".jsa");
    }

    /** A JVM with our environment but without settings of the product's parts. */
    Service.Starter jvm(String kind, ArchivedJvm.Source source) {
        return new ArchivedJvm(archive(kind), true, source, environment.others());
    }

    Service service(String name, Service.Starter starter, Service.Readiness readiness) {
        return new Service(name, starter, readiness, data.log(name), data.pidFile(name), GRACE);
    }

    /** The command of a main class of this module. */
    JavaCommand ours(List<String> flags, String main, List<String> arguments) throws IOException {
        return new JavaCommand(flags, modules.classPath("local-fleet"), main, arguments);
    }
}
