package io.tollhouse.distributor.tokens;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;

/**
 * {@code tokens.file}. Whether it changed is looked up at most once a second, when a token is shown; one that cannot be read
 * leaves the last good list in force, and health says so. Safe from any thread.
 */
public final class TokenFile {
    private static final long CHECK_MILLIS = 1_000;

    private final Path file;
    private final Clock clock;
    private final Health.Part health;
    private Tokens tokens;
    private Version version;
    private Instant checked;

    /** What changes when a file does. */
    private record Version(FileTime modified, long size) {
        static Version of(Path file) throws IOException {
            return new Version(Files.getLastModifiedTime(file), Files.size(file));
        }
    }

    private TokenFile(Path file, Version version, Tokens tokens, Clock clock, Health health) {
        this.file = file;
        this.version = version;
        this.tokens = tokens;
        this.clock = clock;
        this.health = health.part("tokens");
        this.checked = clock.instant();
    }

    /**
     * Reads it for the first time.
     *
     * @throws IOException with every problem of the file
     */
    public static TokenFile open(Path file, Clock clock, Health health) throws IOException {
        try {
            var version = Version.of(file);
            return new TokenFile(file, version, read(file), clock, health);
        } catch (InvalidDocument e) {
            throw new IOException("tokens.file:\n" + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("tokens.file: " + unreadable(file, e), e);
        }
    }

    private static Tokens read(Path file) throws IOException, InvalidDocument {
        try (var in = Files.newInputStream(file)) {
            return Tokens.parse(in.readNBytes(Tokens.MAX_BYTES + 1), file.toString());
        }
    }

    private static String unreadable(Path file, IOException cause) {
        return "cannot read " + file + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")";
    }

    /** Who shows this token. */
    public synchronized Tokens.Verdict judge(String token) {
        var now = clock.instant();
        if (Math.abs(now.toEpochMilli() - checked.toEpochMilli()) >= CHECK_MILLIS) {
            checked = now;
            readAgain();
        }
        return tokens.judge(token, now);
    }

    private void readAgain() {
        try {
            var now = Version.of(file);
            if (!now.equals(version)) {
                tokens = read(file);
                version = now; // only now: what could not be read is tried again
            }
            health.fine();
        } catch (InvalidDocument e) {
            health.degraded("the last good list stays in force: "
                    + String.valueOf(e.getMessage()).replace('\n', ' '));
        } catch (IOException e) {
            health.degraded("the last good list stays in force: " + unreadable(file, e));
        }
    }
}
