package io.tollhouse.local.testing;

import io.tollhouse.local.process.JavaCommand;
import io.tollhouse.local.process.Modules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Commands that a person types in the project's folder. A developer's own variables do not change what a test sees. */
final class Typed {
    /** Tests of this module run one folder below the project. */
    private static final Modules MODULES =
            new Modules(Path.of("..").toAbsolutePath().normalize());

    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-D" + Modules.HOME_PROPERTY + "=" + MODULES.home());

    private Typed() {}

    /** A main class of the product, as the launcher starts it. */
    static ProcessBuilder java(String module, String main, List<String> arguments) throws IOException {
        return cleanly(new JavaCommand(FLAGS, MODULES.classPath(module), main, arguments).words());
    }

    /** A line of a shell, in which the launcher is to build nothing. */
    static ProcessBuilder line(String line) {
        var builder = cleanly(List.of("sh", "-c", line));
        builder.environment().put("TOLLHOUSE_NO_BUILD", "1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home")); // ours may be a script's, not a JDK's
        return builder;
    }

    private static ProcessBuilder cleanly(List<String> words) {
        var builder = new ProcessBuilder(words).directory(MODULES.home().toFile());
        builder.environment().keySet().removeIf(Typed::changesTollhouseOrCurl);
        return builder;
    }

    private static boolean changesTollhouseOrCurl(String variable) {
        return variable.startsWith("TOLLHOUSE_")
                || variable.equals("CURL_HOME")
                || variable.toLowerCase(Locale.ROOT).endsWith("_proxy");
    }
}
