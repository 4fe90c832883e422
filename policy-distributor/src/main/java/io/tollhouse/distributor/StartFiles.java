package io.tollhouse.distributor;

import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.distributor.tokens.TokenFile;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.keys.TrustedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that the settings name, read at the start.
 *
 * @param trustedKeys read again while the distributor runs
 */
record StartFiles(TrustedFolder trustedKeys, SigningKey signingKey, TokenFile tokens) {

    /**
     * Reads them.
     *
     * @throws IOException with what is wrong with a file, and the key that named it
     */
    static StartFiles read(DistributorSettings settings, Clock clock, Health health) throws IOException {
        var problems = new ArrayList<String>();
        var tokens = attempt(problems, () -> TokenFile.open(settings.tokensFile(), clock, health));
        var trusted = attempt(
                problems,
                () -> named(
                        "policy.trusted-keys",
                        settings.trustedKeys(),
                        () -> new TrustedFolder(settings.trustedKeys(), health)));
        var key = trusted.isEmpty()
                ? List.<SigningKey>of()
                : attempt(
                        problems,
                        () -> named(
                                "signing.key-file",
                                settings.signingKeyFile(),
                                () -> SigningKey.load(
                                        settings.signingKeyFile(),
                                        trusted.get(0).keys())));
        if (!problems.isEmpty()) {
            throw new IOException(String.join("\n", problems));
        }
        return new StartFiles(trusted.get(0), key.get(0), tokens.get(0));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** One, or none and a problem more. */
    private static <T> List<T> attempt(List<String> problems, Reading<T> reading) {
        try {
            return List.of(reading.read());
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static <T> T named(String key, Path path, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new IOException(
                    key + ": cannot use " + path + " (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    e);
        }
    }
}
