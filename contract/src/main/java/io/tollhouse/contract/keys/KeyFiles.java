package io.tollhouse.contract.keys;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes what a new fleet needs, one file at a time. Each is made once, and kept when it is asked for again. */
public final class KeyFiles {
    private static final int FLEET_ID_BYTES = 8;

    private KeyFiles() {}

    /** The fleet's id, made where the file is not there. */
    public static String fleetId(Path file) throws IOException {
        if (!Files.exists(file)) {
            WholeFile.write(file, Credential.hex(FLEET_ID_BYTES) + "\n");
        }
        return Files.readString(file).strip();
    }

    /** The distributor's key, with its public half in the folder of trusted keys. */
    public static void signingKey(Path file, Path trustedKeys) throws IOException {
        Files.createDirectories(trustedKeys);
        if (Files.exists(file)) {
            return;
        }
        var fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        SigningKey.generate(fresh, trustedKeys);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The secret in a file of its own, made where the file is not there. */
    public static Credential credential(Path file) throws IOException {
        if (!Files.exists(file)) {
            WholeFile.writePrivate(file, Credential.random().secret().reveal() + "\n");
        }
        return new Credential(new Secret(Files.readString(file).strip()));
    }

    /**
     * The distributor's {@code tokens.file} with an administrator in it.
     *
     * @param comment its first line
     */
    public static void tokens(Path file, String comment, Credential administrator) throws IOException {
        if (!Files.exists(file)) {
            WholeFile.write(file, """
                    # %s
                    tokens:
                      - {name: admin, role: admin, token: "%s"}
                    """.formatted(comment, administrator.verifier()));
        }
    }
}
