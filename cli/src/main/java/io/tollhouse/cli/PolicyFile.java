package io.tollhouse.cli;

import io.tollhouse.contract.policy.PolicyCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The text of a policy.
 *
 * @param label what messages call it
 * @param folder in which its list files are looked for
 */
record PolicyFile(byte[] bytes, String label, Path folder) {
    static final String HELP = "the policy, in YAML or JSON; - reads standard input";

    /** Reads at most one byte more than a policy may have, so that whoever looks at it sees that it is too large. */
    static PolicyFile read(String name, InputStream input) throws Failure {
        try {
            if (name.equals("-")) {
                return new PolicyFile(input.readNBytes(PolicyCodec.MAX_BYTES + 1), "stdin", Path.of(""));
            }
            var path = Path.of(name);
            var folder = Objects.requireNonNullElse(path.getParent(), Path.of(""));
            try (var in = Files.newInputStream(path)) {
                return new PolicyFile(in.readNBytes(PolicyCodec.MAX_BYTES + 1), name, folder);
            }
        } catch (InvalidPathException e) {
            throw new Failure(
                    ExitCode.REFUSED, name + " is no name of a file in this locale; LC_ALL=C.UTF-8 may help.");
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.REFUSED, "there is no file " + name + ".");
        } catch (AccessDeniedException e) {
            throw new Failure(ExitCode.REFUSED, name + " may not be read by this user.");
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, name + " cannot be read (" + e.getMessage() + ").");
        }
    }
}
