package io.tollhouse.process.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedFolderTest {
    @TempDir
    Path folder;

    private final Health health = new Health();
    private Path trusted;
    private String first;
    private TrustedFolder keys;

    @BeforeEach
    void makeAKey() throws IOException {
        trusted = folder.resolve("trusted");
        first = addKey("first");
        keys = new TrustedFolder(trusted, health);
    }

    private String addKey(String name) throws IOException {
        return SigningKey.generate(folder.resolve(name + ".pem"), trusted).keyId();
    }

    @Test
    void aKeyThatIsAddedIsTrusted() throws IOException {
        assertThat(keys.refresh(first)).isFalse();
        var second = addKey("second");

        assertThat(keys.refresh(first)).isTrue();

        assertThat(keys.ids())
                .containsExactlyElementsOf(Stream.of(first, second).sorted().toList());
        assertThat(keys.refresh(first)).isFalse();
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void aKeyThatIsTakenAwayIsNotTrustedAndTheNodeSaysWhatItStillEnforces() throws IOException {
        Files.delete(trusted.resolve(first + ".pem"));

        assertThat(keys.refresh(first)).isTrue();

        assertThat(keys.ids()).isEmpty();
        assertThat(health.reasons().toString()).contains(first, "trusted no more", "tollhouse key resign");
        assertThat(health.isReady()).isTrue();

        var second = addKey("second");
        keys.refresh(second);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void aBadFileLeavesTheOldKeysUntilItIsMended() throws IOException {
        var second = addKey("second");
        var half = trusted.resolve("half.pem");
        Files.writeString(half, "-----BEGIN PUBLIC KEY-----");

        assertThat(keys.refresh(first)).isFalse();

        assertThat(keys.ids()).containsExactly(first);
        assertThat(health.reasons().toString()).contains("policy.trusted-keys", "half.pem");
        assertThat(health.isReady()).isTrue();

        Files.delete(half);
        assertThat(keys.refresh(first)).isTrue();
        assertThat(keys.ids()).contains(second);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void aFolderThatIsGoneLeavesTheOldKeys() throws IOException {
        Files.delete(trusted.resolve(first + ".pem"));
        Files.delete(trusted);

        assertThat(keys.refresh(first)).isFalse();

        assertThat(keys.ids()).containsExactly(first);
        assertThat(health.reasons().toString()).contains("policy.trusted-keys", trusted.toString());
    }

    @Test
    void aBadFolderAtTheStartIsAnError() {
        assertThatThrownBy(() -> new TrustedFolder(folder.resolve("nowhere"), health))
                .isInstanceOf(IOException.class);
    }
}
