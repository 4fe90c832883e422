package io.tollhouse.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchivedJvmTest {
    private static final int OK = 0;
    private static final int ABORTED = 134;

    @TempDir
    Path folder;

    private Path jar;
    private Path archive;
    private ArchivedJvm jvm;

    @BeforeEach
    void make() throws IOException {
        jar = Files.writeString(folder.resolve("a.jar"), "");
        archive = folder.resolve("cds/a.jsa");
        jvm = jvm(true);
    }

    private ArchivedJvm jvm(boolean writes) {
        return new ArchivedJvm(
                archive, writes, () -> new JavaCommand(List.of(), List.of(jar), "Main", List.of()), Map.of());
    }

    private boolean writesAtExit() throws IOException {
        return jvm.launch().command().contains("-XX:ArchiveClassesAtExit=" + fresh());
    }

    private Path fresh() {
        return Path.of(archive + "." + ProcessHandle.current().pid());
    }

    private boolean uses() throws IOException {
        return jvm.launch().command().contains("-XX:SharedArchiveFile=" + archive);
    }

    /** As the JVM does at its exit. */
    private void written() throws IOException {
        Files.writeString(fresh(), "classes");
        jvm.ended(OK, true);
    }

    @Test
    void theFirstCleanEndLeavesAnArchiveThatTheNextStartUses() throws IOException {
        assertThat(writesAtExit()).isTrue();
        written();

        assertThat(uses()).isTrue();
        assertThat(writesAtExit()).isFalse();
    }

    @Test
    void aNewerJarMakesItAnew() throws IOException {
        writesAtExit();
        written();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(uses()).isFalse();
        assertThat(writesAtExit()).isTrue();
    }

    @ParameterizedTest(name = "exit code {0}, ready {1}")
    @CsvSource({"0, false", "1, true", "137, true", "134, true"})
    void whatIsLeftOfAnyOtherEndIsNotUsed(int exit, boolean wasReady) throws IOException {
        writesAtExit();
        Files.writeString(fresh(), "half");
        jvm.ended(exit, wasReady);

        assertThat(archive).doesNotExist();
        assertThat(fresh()).doesNotExist();
    }

    @Test
    void anArchiveWithWhichAJvmDoesNotStartIsForgotten() throws IOException {
        writesAtExit();
        written();
        assertThat(uses()).isTrue();
        jvm.ended(ABORTED, false);

        assertThat(uses()).isFalse();
    }

    @Test
    void whoeverSharesOneDoesNotWriteIt() throws IOException {
        jvm = jvm(false);

        assertThat(writesAtExit()).isFalse();
    }
}
