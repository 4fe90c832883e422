package io.tollhouse.local.data;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.settings.Secret;
import io.tollhouse.local.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * By what the processes and people of one fleet know each other: the fleet's id, its signing key, the administrator's token,
 * the agents' secrets. Made once and kept; the two YAML files may be added to by hand.
 */
public final class FleetKeys {
    /** The secret of every agent of a local fleet. Fit for loopback only, and said so wherever it is shown. */
    public static final String DEMO_SECRET = "demo";

    private static final int TOKEN_BYTES = 32;
    private static final int FLEET_ID_BYTES = 8;

    private final Path root;

    private FleetKeys(Path root) {
        this.root = root;
    }

    /** Makes what is not there yet. */
    public static FleetKeys in(DataFolder data) throws IOException {
        var keys = new FleetKeys(data.root());
        keys.makeFleetId();
        keys.makeSigningKey();
        keys.makeToken();
        keys.makeAgents();
        return keys;
    }

    private void makeFleetId() throws IOException {
        var file = root.resolve("fleet.id");
        if (!Files.exists(file)) {
            WholeFile.write(file, random(FLEET_ID_BYTES) + "\n");
        }
    }

    private void makeSigningKey() throws IOException {
        Files.createDirectories(trustedKeys());
        if (Files.exists(signingKey())) {
            return;
        }
        var fresh = root.resolve(".signing-key.new");
        Files.deleteIfExists(fresh);
        SigningKey.generate(fresh, trustedKeys());
        Files.move(fresh, signingKey(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void makeToken() throws IOException {
        var file = adminToken();
        if (!Files.exists(file)) {
            WholeFile.writePrivate(file, random(TOKEN_BYTES) + "\n");
            Files.deleteIfExists(tokens());
        }
        if (!Files.exists(tokens())) {
            WholeFile.write(tokens(), """
                    # Who may use the API of this local fleet; the token itself stands in admin.token.
                    tokens:
                      - {name: admin, role: admin, token: "%s"}
                    """.formatted(verifier(token().reveal())));
        }
    }

    private void makeAgents() throws IOException {
        if (!Files.exists(agents())) {
            WholeFile.write(agents(), """
                    # The agents of this local fleet. Their secret is `%1$s`, which is only fit for loopback.
                    # `./tollhouse agent secret NAME` makes a real one with its line; nodes read this file when they start.
                    agents:
                      - {name: research-1, secret: "%2$s"}
                      - {name: ci-1, secret: "%2$s"}
                    """.formatted(DEMO_SECRET, verifier(DEMO_SECRET)));
        }
    }

    private static String verifier(String secret) {
        return "sha256:" + Digest.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    public String fleetId() throws IOException {
        return Files.readString(root.resolve("fleet.id")).strip();
    }

    /** What the API wants to see of an administrator. */
    public Secret token() throws IOException {
        return new Secret(Files.readString(adminToken()).strip());
    }

    public Path adminToken() {
        return root.resolve("admin.token");
    }

    public Path signingKey() {
        return root.resolve("signing-key.pem");
    }

    /** The folder of public keys. */
    public Path trustedKeys() {
        return root.resolve("trusted-keys");
    }

    public Path tokens() {
        return root.resolve("tokens.yaml");
    }

    public Path agents() {
        return root.resolve("agents.yaml");
    }
}
