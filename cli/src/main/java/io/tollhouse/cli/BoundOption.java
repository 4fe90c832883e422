package io.tollhouse.cli;

import io.tollhouse.contract.decision.Checked;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The maximum to which a policy is held that needs no fleet. */
final class BoundOption {
    @Option(
            names = "--maximum",
            paramLabel = "FILE",
            order = 50,
            description = "hold the policy to this maximum, as the distributor holds it to the one in force")
    @Nullable
    private String maximum;

    boolean isNamed() {
        return maximum != null;
    }

    /** A policy held to everything that a node holds it to. The same code as there, without a fleet. */
    Checked check(PolicyFile file, InputStream input) throws Failure, InvalidDocument {
        var policy =
                PolicyCodec.parse(file.bytes(), file.label(), ListFiles.of(file).read());
        return Checked.of(policy, read(input), Instant.now());
    }

    /** The one that was named; null where none was. */
    @Nullable
    Policy read(InputStream input) throws Failure, InvalidDocument {
        return maximum == null ? null : read(PolicyFile.read(maximum, input));
    }

    static Policy read(PolicyFile file) throws InvalidDocument {
        return Checked.maximum(
                PolicyCodec.parseMaximum(
                        file.bytes(), file.label(), ListFiles.of(file).read()),
                Instant.now());
    }
}
