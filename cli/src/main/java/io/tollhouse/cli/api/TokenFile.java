package io.tollhouse.cli.api;

import io.tollhouse.contract.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a token from its file. No message repeats it. */
final class TokenFile {
    private static final int MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private TokenFile() {}

    static Secret read(Path file, String source, Consumer<String> warnings) throws BadEndpoint {
        try (var in = Files.newInputStream(file)) {
            var token = new String(in.readNBytes(MAX_BYTES + 1), StandardCharsets.ISO_8859_1).strip();
            if (token.isEmpty() || token.length() > MAX_BYTES || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new BadEndpoint(source + ": " + file + " must hold a token on one line, and nothing else.");
            }
            warnIfOthersMayRead(file, warnings);
            return new Secret(token);
        } catch (NoSuchFileException e) {
            throw new BadEndpoint(source + ": there is no file " + file + ".");
        } catch (IOException e) {
            throw new BadEndpoint(source + ": " + file + " cannot be read by this user.");
        }
    }

    private static void warnIfOthersMayRead(Path file, Consumer<String> warnings) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")
                || !Files.isRegularFile(file) // <(command) is nobody else's
                || OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            return;
        }
        warnings.accept("warning: others may read the token in " + file + "; run chmod 600 " + file);
    }
}
