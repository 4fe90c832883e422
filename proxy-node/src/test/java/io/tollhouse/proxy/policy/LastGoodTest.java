package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {
    @TempDir
    Path folder;

    @Test
    void whatWasWrittenLastIsRead() throws IOException {
        var lastGood = LastGood.policy(folder);
        assertThat(lastGood.read()).isEmpty();

        lastGood.write(new byte[] {1, 2, 3});
        lastGood.write(new byte[] {4});

        assertThat(LastGood.policy(folder).read())
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(4));
        assertThat(folder).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void aFolderThatIsGoneIsAnErrorAndLeavesNothing() {
        var lastGood = LastGood.policy(folder.resolve("gone"));

        assertThatThrownBy(() -> lastGood.write("x".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
