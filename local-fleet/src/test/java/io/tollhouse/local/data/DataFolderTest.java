package io.tollhouse.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "ledger", "log", "conf"})
    void whatHoldsRecordsOrSettingsIsReadableByItsOwnerOnly(String name) throws IOException, Refused {
        Files.createDirectories(folder.resolve("fleet").resolve(name)); // as an older version left it
        Files.createFile(folder.resolve("fleet").resolve(DataFolder.MARKER));

        try (var data = DataFolder.take(folder.resolve("fleet"))) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.root().resolve(name))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aFolderWithFilesOfSomebodyElseIsRefused() throws IOException {
        Files.createFile(folder.resolve("thesis.txt"));

        assertThatThrownBy(() -> DataFolder.take(folder))
                .isInstanceOf(Refused.class)
                .hasMessageEndingWith(
                        "holds files that no Tollhouse fleet made; name an empty or a new folder with --data");
    }

    @Test
    void freshDeletesEverythingButWhatShowsThatTheFolderIsHeld() throws IOException, Refused {
        try (var data = DataFolder.take(folder.resolve("fleet"))) {
            Files.writeString(data.conf("node-1.yaml"), "old");

            data.empty();

            assertThat(data.conf("node-1.yaml")).doesNotExist();
            assertThat(data.root().resolve(DataFolder.MARKER)).exists();
            assertThat(data.conf("x").getParent()).isDirectory();
        }
    }
}
