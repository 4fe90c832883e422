package io.tollhouse.proxy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootFileTest {
    private static final String ONE = "00000000000a";
    private static final String TWO = "00000000000b";

    @TempDir
    Path folder;

    private final Health health = new Health();

    private BootFile start(String boot) {
        return new BootFile(folder, boot, health);
    }

    /** As after the end of its process. */
    private void run(String boot) throws IOException {
        try (var boots = start(boot)) {
            assertThat(boots.previous()).doesNotContain(boot);
        }
    }

    @Test
    void theFirstRunHasNoneBeforeIt() {
        try (var boots = start(ONE)) {
            assertThat(boots.previous()).isEmpty();
        }
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void laterRunsKnowTheOnesBefore() throws IOException {
        run(ONE);
        run(TWO);

        try (var boots = start("00000000000c")) {
            assertThat(boots.previous()).containsExactlyInAnyOrder(ONE, TWO);
        }
    }

    @Test
    void theOldestAreForgotten() throws IOException {
        for (int i = 0; i < 20; i++) {
            run("%012x".formatted(i));
        }

        assertThat(Files.readAllLines(folder.resolve("boot")))
                .hasSize(16)
                .startsWith("%012x".formatted(19))
                .doesNotContain("%012x".formatted(3));
    }

    @Test
    void aFolderThatAnotherProcessUsesSaysNothingOfRunsThatAreOver() {
        try (var first = start(ONE);
                var second = start(TWO)) {
            assertThat(first.previous()).isEmpty();
            assertThat(second.previous()).isEmpty();
            assertThat(first.isOwn()).isTrue();
            assertThat(second.isOwn()).isFalse();
        }
        assertThat(health.reasons())
                .extracting(Health.Reason::toString)
                .singleElement()
                .asString()
                .startsWith("boot: another process uses the folder of this node, " + folder);
        assertThat(folder.resolve("boot")).hasContent(ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "00000000000A\n", "\u0000\u0000\u0000", "00000000000a0\n00000000000"})
    void damageStopsNoStart(String text) throws IOException {
        Files.writeString(folder.resolve("boot"), text);

        try (var boots = start(TWO)) {
            assertThat(boots.previous()).isEmpty();
        }
        assertThat(folder.resolve("boot")).hasContent(TWO);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void aDiskThatTakesNothingStopsNoStart() throws IOException {
        Files.createDirectory(folder.resolve("boot")); // stands where the file should

        try (var boots = start(ONE)) {
            assertThat(boots.previous()).isEmpty();
        }
        assertThat(health.isReady()).isTrue();
        assertThat(health.reasons())
                .extracting(Health.Reason::toString)
                .singleElement()
                .asString()
                .startsWith("boot: cannot write " + folder.resolve("boot"));
    }
}
