package io.tollhouse.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.local.testing.LocalFleet;
import io.tollhouse.local.testing.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code up} starts, refuses to start, stops and dies. */
class UpLifeIT {
    @TempDir
    Path folder;

    /** What it says when it does not start; nothing of it runs or is kept then. */
    private static String refusal(LocalFleet.Plan plan, int exitCode) throws IOException, InterruptedException {
        try (var fleet = plan.start()) {
            assertThat(fleet.exitCode()).isEqualTo(exitCode);
            assertThat(fleet.data().resolve("log/kafka.log")).doesNotExist();
            return fleet.output();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "TOLLHOUSE_NODE_ID         | node.id is set by `tollhouse up` itself",
                "TOLLHOUSE_LISTEN_PROXY    | listen.proxy is set by `tollhouse up` itself",
                "TOLLHOUSE_LISTEN_API      | listen.api is set by `tollhouse up` itself",
                "TOLLHOUSE_KAFKA_BOOTSTRAP | kafka.bootstrap is set by `tollhouse up` itself",
                "TOLLHOUSE_LEDGER_DIR      | ledger.dir is set by `tollhouse up` itself",
                "TOLLHOUSE_FLEET_ID        | fleet.id is set by `tollhouse up` itself",
                "TOLLHOUSE_DNS_SERVER      | no part of Tollhouse knows it; did you mean TOLLHOUSE_DNS_SERVERS?"
            })
    void aVariableThatItOwnsOrNobodyKnowsIsRefusedByName(String variable, String why) throws Exception {
        assertThat(refusal(LocalFleet.in(folder).environment(variable, "x"), 1))
                .contains("environment " + variable + ": " + why);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"--api-port", "--proxy-port", "--elasticsearch-transport-port"})
    void aTakenPortIsNamedWithItsFlag(String flag) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(LocalFleet.in(folder).port(flag, taken.getLocalPort()), 1))
                    .contains("port " + taken.getLocalPort() + " is taken; name another one with " + flag);
        }
    }

    @Test
    void aPortThatTwoPartsWantIsNamedWithBothFlags() throws Exception {
        assertThat(refusal(LocalFleet.in(folder).port("--api-port", 28999).port("--demo-port", 28999), 1))
                .contains("port 28999 is wanted twice: by --api-port and by --demo-port");
    }

    @Test
    void aFolderOfSomebodyElseIsLeftAlone() throws Exception {
        var file = Files.createDirectories(folder.resolve("data")).resolve("thesis.txt");
        Files.writeString(file, "years of work");

        assertThat(refusal(LocalFleet.in(folder).flags("--fresh"), 1))
                .contains("holds files that no Tollhouse fleet made");
        assertThat(file).hasContent("years of work");
    }

    @Test
    void aWrongFlagIsAUsageError() throws Exception {
        assertThat(refusal(LocalFleet.in(folder).flags("--node", "3"), 2)).contains("--node", "--help");
        assertThat(refusal(LocalFleet.in(folder).flags("--nodes", "0"), 2)).contains("--nodes: must be from 1 to 20");
    }

    @Test
    void itStopsCleanlyKeepsItsDataAndLeavesNothingWhenItIsKilled() throws Exception {
        List<Long> parts;
        try (var first = LocalFleet.in(folder)
                .environment("TOLLHOUSE_UPSTREAM_CONNECT_TIMEOUT", "7s")
                .startAndAwaitReady()) {
            parts = first.pids();
            assertThat(parts).hasSize(7);
            aSecondOneSaysWhoHoldsTheFolder(first);
            theFolderHoldsWhatProgramsNeed(first);
            assertThat(Files.readString(first.data().resolve("log/node-1.log")))
                    .contains("setting upstream.connect-timeout = 7s");

            Signals.send("INT", first.pid());
            assertThat(first.exitCode()).isEqualTo(130);
            assertThat(first.output()).contains("stopping\n", "stopped after ").doesNotContain("started again");
        }
        assertThat(parts).noneMatch(UpLifeIT::lives);

        try (var second = LocalFleet.in(folder).startAndAwaitReady()) {
            assertThat(second.output()).contains("every node enforces revision 1,");
            parts = second.pids();
            second.kill();
            var left = parts;
            Awaitility.await("nothing is left")
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(left).noneMatch(UpLifeIT::lives));
        }
    }

    private void aSecondOneSaysWhoHoldsTheFolder(LocalFleet first) throws Exception {
        try (var second = LocalFleet.in(folder).start()) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output()).contains("is held by process " + first.pid());
        }
    }

    private static void theFolderHoldsWhatProgramsNeed(LocalFleet fleet) throws IOException {
        assertThat(fleet.data().resolve("fleet.json"))
                .content()
                .contains("\"api\" : \"http://127.0.0.1:" + fleet.port("--api-port") + "\"", "node-2");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(fleet.data().resolve("admin.token"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(fleet.data().resolve("signing-key.pem"))))
                .isEqualTo("rw-------");
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
