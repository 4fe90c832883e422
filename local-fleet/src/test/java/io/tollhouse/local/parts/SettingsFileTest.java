package io.tollhouse.local.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    Path folder;

    @Test
    void aProcessReadsBackWhatWasWritten() throws Exception {
        var odd = "/a \"quoted\\ folder: #1";
        var file = folder.resolve("distributor.yaml");
        Files.writeString(
                file,
                SettingsFile.text(Map.of(
                        "signing.key-file", Path.of(odd),
                        "policy.protected", List.of("127.0.0.1:1", "127.0.0.1:2"),
                        "kafka.replication", 1)));

        var read = Settings.load(
                        Part.DISTRIBUTOR,
                        ProcessArguments.parse("--settings=" + file),
                        Map.of("TOLLHOUSE_KAFKA_REPLICATION", "3"),
                        settings -> List.of(
                                settings.path("signing.key-file"),
                                settings.list("policy.protected"),
                                settings.integer("kafka.replication", 1, 9, 2)))
                .settings();

        assertThat(read).isEqualTo(List.of(Path.of(odd), List.of("127.0.0.1:1", "127.0.0.1:2"), 3));
    }
}
