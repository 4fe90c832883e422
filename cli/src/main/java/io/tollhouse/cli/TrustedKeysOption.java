package io.tollhouse.cli;

import io.tollhouse.contract.fleet.TrustedKeys;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The public keys that are believed. */
final class TrustedKeysOption {
    @Option(
            names = "--trusted-keys",
            paramLabel = "DIR",
            description = "folder of the public keys that the fleet trusts, as policy.trusted-keys names it")
    @Nullable
    private Path folder;

    /** Those of the folder, which must be named. */
    TrustedKeys required() throws Failure {
        if (folder == null) {
            throw new Failure(
                    ExitCode.USAGE, "--trusted-keys DIR is missing: the folder that policy.trusted-keys names.");
        }
        return load(folder);
    }

    /** Those of the folder; null where none is named. */
    @Nullable
    TrustedKeys optional() throws Failure {
        return folder == null ? null : load(folder);
    }

    private static TrustedKeys load(Path folder) throws Failure {
        try {
            return TrustedKeys.load(folder);
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, "--trusted-keys: cannot be read (" + e.getMessage() + ").");
        }
    }
}
