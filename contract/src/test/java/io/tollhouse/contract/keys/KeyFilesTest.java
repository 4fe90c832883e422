package io.tollhouse.contract.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    @TempDir
    Path folder;

    @Test
    void whatIsThereIsKept() throws Exception {
        var id = KeyFiles.fleetId(folder.resolve("fleet.id"));
        var secret = KeyFiles.credential(folder.resolve("secret"));
        KeyFiles.signingKey(folder.resolve("key.pem"), folder.resolve("trusted"));
        var key = Files.readString(folder.resolve("key.pem"));

        KeyFiles.signingKey(folder.resolve("key.pem"), folder.resolve("trusted"));

        assertThat(KeyFiles.fleetId(folder.resolve("fleet.id"))).isEqualTo(id).matches("[0-9a-f]{16}");
        assertThat(KeyFiles.credential(folder.resolve("secret")).verifier()).isEqualTo(secret.verifier());
        assertThat(folder.resolve("key.pem")).hasContent(key);
        assertThat(folder.resolve("trusted")).isDirectoryContaining("glob:**.pem");
    }

    @Test
    void theSigningKeyIsOneThatTheTrustedFolderKnows() throws Exception {
        KeyFiles.signingKey(folder.resolve("key.pem"), folder.resolve("trusted"));

        var trusted = TrustedKeys.load(folder.resolve("trusted"));

        assertThat(trusted.keys())
                .containsOnlyKeys(
                        SigningKey.load(folder.resolve("key.pem"), trusted).keyId());
    }

    @Test
    void secretsAreReadableByTheirOwnerOnly() throws Exception {
        KeyFiles.credential(folder.resolve("secret"));
        KeyFiles.signingKey(folder.resolve("key.pem"), folder.resolve("trusted"));

        for (var name : new String[] {"secret", "key.pem"}) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void tokensHoldTheHashAndNeverTheToken() throws Exception {
        var token = KeyFiles.credential(folder.resolve("admin.token"));

        KeyFiles.tokens(folder.resolve("tokens.yaml"), "For a test.", token);

        assertThat(folder.resolve("tokens.yaml")).content().isEqualTo("""
                # For a test.
                tokens:
                  - {name: admin, role: admin, token: "%s"}
                """.formatted(token.verifier()));
        assertThat(token.secret().reveal()).matches("[0-9a-f]{64}");
        assertThat(token.toString()).doesNotContain(token.secret().reveal());
    }

    @Test
    void aVerifierIsTheHashOfTheSecret() {
        assertThat(new Credential(new Secret("demo")).verifier())
                .isEqualTo("sha256:2a97516c354b68848cdbd8f54a226a0a55b21ed138e207ad6c5cbb9c00aa5aea");
    }
}
