package io.tollhouse.local.outages;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.local.node.TestNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to ledgers while Kafka takes nothing. */
interface LedgerFaults extends Faults {
    String SMALL = "8MiB";
    int REQUESTS = 30;

    @Tag("long")
    @Test
    default void kafkaIsDownPastASmallBudget() throws Exception {
        scenarios().holds("3-budget", load -> {
            try (var node = fleet().startNode("node-small", List.of(), Map.of("ledger.budget", SMALL))) {
                fleet().broker().kill();
                try {
                    load.flood(node.agent(2), OutagesFleet.CLOSED);
                    await("one agent has had its share").atMost(Scenarios.SOON).until(() -> lost(node) > 0);
                    assertThat(load.once(node.agent(2), OutagesFleet.OPEN)).isEqualTo(503);
                    assertThat(load.once(node.agent(), OutagesFleet.OPEN))
                            .as("another has its own")
                            .isEqualTo(204);

                    floodUntilNobodyIsServed(node, load);
                } finally {
                    fleet().broker().startAgain();
                }
                isServedAgain(node, load);
            }
        });
    }

    private static void floodUntilNobodyIsServed(TestNode node, Load load) {
        for (int agent = 2; agent <= TestNode.AGENTS; agent++) {
            load.flood(node.agent(agent), OutagesFleet.OPEN);
        }
        await("it says that nobody is")
                .atMost(Scenarios.SOON)
                .until(() -> node.reasons().contains("\"ready\":false"));
        await("nobody is").atMost(Scenarios.SOON).until(() -> load.once(node.agent(), OutagesFleet.OPEN) == 503);
        assertThat(node.reasons()).contains("ledger");
    }

    /** Without a restart; what it could not record it says. */
    private void isServedAgain(TestNode node, Load load) throws Exception {
        await("it recovers by itself")
                .atMost(Scenarios.SOON)
                .until(() -> load.once(node.agent(), OutagesFleet.OPEN) == 204);
        load.endFloods();
        scenarios().isLost(lost(node));
        stopWithNothingLeft(node);
    }

    private static void stopWithNothingLeft(TestNode node) throws Exception {
        await("what earlier runs have left is sent")
                .atMost(Scenarios.SOON)
                .until(() -> node.process().metric("tollhouse_ledger_bytes") == 0);
        int exit = node.process().stop();
        assertThat(exit).as(Files.readString(node.process().log())).isZero();
    }

    private static int lost(TestNode node) {
        return Stream.of("refusal", "admission")
                .mapToInt(stage -> (int) node.process().metric("tollhouse_audit_lost_total{stage=\"" + stage + "\"}"))
                .sum();
    }

    @Tag("long")
    @Test
    default void aDiskIsFull() throws Exception {
        scenarios().holds("10-disk-full", load -> {
            var ledger = Files.createDirectories(fleet().folder().resolve("small-disk"));
            var prefix = List.of(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    "mount -t tmpfs -o size=6m tmpfs \"$0\" && exec \"$@\"",
                    ledger.toString());
            try (var node = fleet().startNode(
                            "node-disk", prefix, Map.of("ledger.dir", ledger.toString(), "ledger.budget", SMALL))) {
                load.also(node);
                fleet().broker().kill();
                try {
                    floodUntilNobodyIsServed(node, load);
                } finally {
                    fleet().broker().startAgain();
                }
                isServedAgain(node, load);
            }
        });
    }

    @Tag("long")
    @Test
    default void aByteIsFlippedAndATailIsTorn() throws Exception {
        scenarios().holds("10-damage", load -> {
            try (var node = fleet().startNode("node-damaged", List.of(), Map.of())) {
                fleet().broker().kill();
                try {
                    load.also(node);
                    Scenarios.awaitMore(load);
                    node.process().kill();
                    damage(newest(fleet().folder().resolve("ledger/node-damaged")));
                } finally {
                    fleet().broker().startAgain();
                }
                node.process().startAgain();
                node.awaitReady();
                await("the record is missed")
                        .atMost(Scenarios.SOON)
                        .until(() -> node.process().metric("tollhouse_ledger_damage_total{kind=\"gap\"}") == 1);
                stopWithNothingLeft(node);
            }
        });
        assertThat(Files.readString(Scenarios.index("10-damage")))
                .as("the gap is named exactly")
                .containsPattern("\"event.action\":\"gap\".*\"tollhouse.about.stream\":\"node-damaged/[^\"]*\","
                        + "\"tollhouse.about.from\":([0-9]+),\"tollhouse.about.to\":\\1,");
    }

    @Test
    default void aWholeLedgerIsSentTwice() throws Exception {
        scenarios().holds("12-sent-twice", load -> {
            var copy = fleet().folder().resolve("copied-" + System.nanoTime());
            try (var node = fleet().startNode("node-copied", List.of(), Map.of())) {
                fleet().broker().kill();
                try {
                    askSome(load, node);
                    assertThat(node.process().stop()).as("something is left").isEqualTo(3);
                    copy(fleet().folder().resolve("ledger/node-copied"), copy);
                } finally {
                    fleet().broker().startAgain();
                }
                node.process().startAgain();
                node.awaitReady();
                stopWithNothingLeft(node);

                var said = node.process().aside("--ship=" + copy);
                assertThat(said.exit()).as(said.out() + said.err()).isZero();
                assertThat(said.out()).contains("everything is sent");
                assertThat(segments(copy)).isZero();
                assertThat(copy.resolve("ledger/boot-keys"))
                        .as("whoever throws the disk away has told whose records these were")
                        .isEmptyDirectory();
                assertThat(node.process()
                                .aside("--ship=" + copy.resolve("nowhere"))
                                .err())
                        .contains("has no folder 'ledger'");
            }
        });
    }

    /** As a machine is cloned that runs: what the copy says of the streams is not true for long. */
    @Tag("long")
    @Test
    default void aCopiedLedgerIsContinuedByASecondProcess() throws Exception {
        scenarios().holds("12-copied", load -> {
            var elsewhere = Files.createDirectories(fleet().folder().resolve("cloned-" + System.nanoTime()));
            var begun = Instant.now();
            try (var node = fleet().startNode("node-cloned", List.of(), Map.of())) {
                askSome(load, node);
                copy(
                        fleet().folder().resolve("ledger/node-cloned"),
                        Files.createDirectories(elsewhere.resolve("ledger")).resolve("node-cloned"));
                try (var second = fleet().cloned("node-cloned", elsewhere)) {
                    await("the second one sends what it finds")
                            .atMost(Scenarios.SOON)
                            .until(() -> scenarios().text().contains("its node ended without closing it"));
                    await("it says that another one runs")
                            .atMost(Scenarios.SOON)
                            .until(() -> second.reasons().contains("another node runs under the id node-cloned"));
                    askSome(load, node);
                    second.process().kill();
                }
                stopWithNothingLeft(node);
            }
            await("the check of the trail names it")
                    .atMost(Scenarios.SOON)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> verified("node-cloned", begun).contains("which the node's next run says"));
        });
    }

    private String verified(String node, Instant from) throws Exception {
        var said = fleet().cli().tollhouse("audit", "verify", "--node", node, "--from", from.toString(), "--to", "0s");
        return said.exit() == 1 ? said.out() : "";
    }

    private static void askSome(Load load, TestNode node) {
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(load.once(node.agent(), OutagesFleet.OPEN)).isEqualTo(204);
        }
    }

    private static void copy(Path folder, Path to) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(folder.relativize(file).toString()));
            }
        }
    }

    /** Of the stream that has the load. */
    private static Path newest(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .max(Comparator.comparingInt(LedgerFaults::records))
                    .orElseThrow();
        }
    }

    private static int records(Path segment) {
        try {
            return new String(Files.readAllBytes(segment), US_ASCII).split("\"event.hash\"", -1).length;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Changes a byte of the third record and puts the beginning of one behind the last. */
    private static void damage(Path segment) throws IOException {
        var bytes = Files.readAllBytes(segment);
        var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        int third =
                text.indexOf("\"event.hash\"", text.indexOf("\"event.hash\"", text.indexOf("\"event.hash\"") + 1) + 1);
        int end = (text.lastIndexOf("\"}") + 2 + 7) / 8 * 8;
        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[third] ^ 1)}), third);
            file.write(ByteBuffer.wrap("\0\0\4\0torn".getBytes(US_ASCII)), end);
        }
    }

    @Tag("long")
    @Test
    default void theFolderOfANodeThatIsGoneIsAdopted() throws Exception {
        scenarios().holds("10-adopted", load -> {
            try (var node = fleet().startNode("node-gone", List.of(), Map.of())) {
                fleet().broker().kill();
                try {
                    load.also(node);
                    Scenarios.awaitMore(load);
                    node.process().kill();
                } finally {
                    fleet().broker().startAgain();
                }
            }
            await("another has sent what it left")
                    .atMost(Scenarios.SOON)
                    .until(() -> segments(fleet().folder().resolve("ledger/node-gone")) == 0);
        });
    }

    private static long segments(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".segment")).count();
        }
    }
}
