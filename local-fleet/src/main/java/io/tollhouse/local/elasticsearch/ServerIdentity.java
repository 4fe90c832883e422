package io.tollhouse.local.elasticsearch;

import io.tollhouse.local.files.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom the server runs. It refuses root, so root gives it an id that has no rights and needs no account.
 *
 * @param nobody whether it is that id; else it runs as we do
 */
record ServerIdentity(boolean nobody) {
    private static final int NOBODY_ID = 65534;
    private static final List<String> DROP = List.of(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--");

    static ServerIdentity find() throws IOException {
        return new ServerIdentity(owner(Path.of("/proc/self")) == 0);
    }

    /** The same command as this identity. */
    List<String> as(List<String> command) {
        var words = new ArrayList<String>(nobody ? DROP : List.of());
        words.addAll(command);
        return List.copyOf(words);
    }

    /** Makes a folder and all that is in it this identity's. */
    void own(Path folder) throws IOException {
        if (nobody && owner(folder) != NOBODY_ID) {
            Trees.bottomUp(folder, ServerIdentity::giveAway);
        }
    }

    private static void giveAway(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Whether this identity can do to a path what a flag of {@code test} says: {@code -r}, {@code -w}, {@code -x}.
     *
     * @throws IOException when the identity cannot be taken on at all
     */
    boolean can(String flag, Path path) throws IOException {
        var command = as(List.of("test", flag, path.toString()));
        int exit = run(command);
        if (exit > 1) {
            throw new IOException("Elasticsearch does not run as root, and `" + String.join(" ", command)
                    + "` failed with " + exit + "; start as another user");
        }
        return exit == 0;
    }

    private static int run(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            throw new IOException(
                    "Elasticsearch does not run as root, and setpriv is not here to make it run as another user; "
                            + "install the package util-linux, or start as another user");
        }
    }

    static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
