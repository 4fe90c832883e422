package io.tollhouse.local.data;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.keys.Credential;
import io.tollhouse.contract.keys.KeyFiles;
import io.tollhouse.contract.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * By what the processes and people of one fleet know each other: the fleet's id, its signing key, the administrator's token,
 * the agents' secrets. Made once and kept; the two YAML files may be added to by hand.
 */
public final class FleetKeys {
    /** The secret of every agent of a local fleet. Fit for loopback only, and said so wherever it is shown. */
    public static final String DEMO_SECRET = "demo";

    private final Path root;

    private FleetKeys(Path root) {
        this.root = root;
    }

    /** Makes what is not there yet. */
    public static FleetKeys in(DataFolder data) throws IOException {
        var keys = new FleetKeys(data.root());
        keys.fleetId();
        KeyFiles.signingKey(keys.signingKey(), keys.trustedKeys());
        keys.makeToken();
        keys.makeAgents();
        return keys;
    }

    private void makeToken() throws IOException {
        if (!Files.exists(adminToken())) {
            Files.deleteIfExists(tokens());
        }
        KeyFiles.tokens(
                tokens(),
                "Who may use the API of this local fleet; the token itself stands in admin.token.",
                KeyFiles.credential(adminToken()));
    }

    private void makeAgents() throws IOException {
        if (!Files.exists(agents())) {
            WholeFile.write(agents(), """
                    # The agents of this local fleet. Their secret is `%1$s`, which is only fit for loopback.
                    # `./tollhouse agent secret NAME` makes a real one with its line; nodes read this file when they start.
                    agents:
                      - {name: research-1, secret: "%2$s"}
                      - {name: ci-1, secret: "%2$s"}
                    """.formatted(DEMO_SECRET, new Credential(new Secret(DEMO_SECRET)).verifier()));
        }
    }

    public String fleetId() throws IOException {
        return KeyFiles.fleetId(root.resolve("fleet.id"));
    }

    /** What the API wants to see of an administrator. */
    public Secret token() throws IOException {
        return KeyFiles.credential(adminToken()).secret();
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
