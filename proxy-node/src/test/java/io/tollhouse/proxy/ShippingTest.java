package io.tollhouse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShippingTest {
    @TempDir
    Path folder;

    static Stream<Arguments> flags() {
        return Stream.of(
                Arguments.of(List.of("--ship=/disk/node-7", "--settings=a.yaml"), "/disk/node-7"),
                Arguments.of(List.of("--settings=a.yaml", "--ship", "/disk/node-7"), "/disk/node-7"),
                Arguments.of(List.of("--ship"), ""),
                Arguments.of(List.of("--ship", "--settings=a.yaml"), ""),
                Arguments.of(List.of("--settings=a.yaml"), "none"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("flags")
    void theFolderStandsInTheFlagOrBehindIt(List<String> args, String expected) {
        assertThat(Shipping.folder(args.toArray(String[]::new))
                        .map(Path::toString)
                        .orElse("none"))
                .isEqualTo(expected);
    }

    private int ship(Path what) throws Exception {
        return Shipping.run(
                what,
                "--ship=" + what,
                "--fleet.id=f-1",
                "--kafka.bootstrap=127.0.0.1:1",
                "--policy.trusted-keys=" + folder,
                "--listen.proxy=127.0.0.1:1",
                "--ledger.dir=" + folder,
                "--agents.file=" + folder.resolve("agents.yaml"),
                "--node.id=node-1");
    }

    @Test
    void whatIsNoFolderOfANodeIsWrongUsage() throws Exception {
        assertThat(ship(folder)).isEqualTo(2);
        assertThat(ship(Path.of(""))).isEqualTo(2);
        assertThat(Shipping.run(folder, "--ship=" + folder))
                .as("without settings")
                .isEqualTo(2);
    }

    @Test
    void whoeverAsksForHelpGetsItAndNothingIsSent() throws Exception {
        assertThat(Shipping.run(folder, "--ship=" + folder, "--help")).isZero();
    }

    @Test
    void whatIsOfAnotherFleetStays() throws Exception {
        var ledger = Files.createDirectories(folder.resolve("node-7/ledger"));
        assertThat(ship(folder.resolve("node-7"))).as("of no fleet").isEqualTo(1);

        Files.writeString(ledger.resolve("fleet"), "f-2\n");
        assertThat(ship(folder.resolve("node-7"))).isEqualTo(1);
    }
}
