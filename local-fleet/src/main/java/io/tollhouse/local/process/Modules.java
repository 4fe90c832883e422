package io.tollhouse.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the build puts what the fleet runs.
 *
 * @param home the folder of the clone
 */
public record Modules(Path home) {
    /** What the launcher tells us of its own place. */
    public static final String HOME_PROPERTY = "tollhouse.home";

    /**
     * The clone that the launcher named.
     *
     * @throws IllegalStateException when nothing named it
     */
    public static Modules ofLauncher() {
        var home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("start it with ./tollhouse, or set -D" + HOME_PROPERTY + "=FOLDER");
        }
        return new Modules(Path.of(home).toAbsolutePath().normalize());
    }

    /**
     * A module's own jar, then what it needs, by name.
     *
     * @throws IOException when it is not built
     */
    public List<Path> classPath(String module) throws IOException {
        var target = home.resolve(module).resolve("target");
        var jars = new ArrayList<Path>();
        jars.add(only(target, module + "-[0-9]*.jar"));
        jars.addAll(sorted(target.resolve("lib"), "*.jar"));
        return List.copyOf(jars);
    }

    /**
     * The Elasticsearch server as it was fetched.
     *
     * @throws IOException when it was not
     */
    public Path elasticsearchZip() throws IOException {
        return only(home.resolve("local-fleet/target/distribution"), "elasticsearch-*.zip");
    }

    /** Where things may be put that a clean build makes again. */
    public Path cache() {
        return home.resolve("local-fleet/target");
    }

    private static Path only(Path folder, String glob) throws IOException {
        var found = sorted(folder, glob);
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new IOException(
                found.isEmpty()
                        ? folder.resolve(glob) + " is not there: build with mvn -B -DskipTests package"
                        : folder + " holds more than one of " + glob + ": build with mvn -B -DskipTests clean package");
    }

    private static List<Path> sorted(Path folder, String glob) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        }
        found.sort(null);
        return found;
    }
}
