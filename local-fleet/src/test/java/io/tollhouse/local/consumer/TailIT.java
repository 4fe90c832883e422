package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.local.testing.TestElasticsearch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see who follow the audit topic. */
class TailIT {
    private static final int MOST = 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private static ConsumerFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private static URI api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        fleet = ConsumerFleet.start(folder);
        var consumer = fleet.consumer("consumer", TestElasticsearch.shared().url());
        api = consumer.api();
        consumer.process().awaitReady();
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    /** Follows as soon as there is room: a client that has gone is noticed when its silence is broken. */
    private static ConsumerFleet.Following follow(String query) {
        var tail = await().atMost(SOON).until(() -> fleet.tail(api, query), following -> following.status() == 200);
        await().atMost(SOON).untilAsserted(() -> assertThat(tail.lines()).containsExactly(""));
        return tail;
    }

    private static String text(AuditStream.Encoded record) {
        return new String(record.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aTailShowsWhatComesAndIsMeantAndNothingElse() throws Exception {
        var records = new Records("00000000003a");
        var meant = List.of(records.refusal("tailed", "one.test"), records.refusal("tailed", "two.test"));
        try (var tail = follow("agent:tailed")) {
            fleet.sendAll(1, List.of(meant.get(0), records.refusal("other", "three.test"), meant.get(1)));
            fleet.send(1, List.of("{\"not\":\n\"ours\"}".getBytes(StandardCharsets.UTF_8)));
            fleet.sendAll(2, List.of(records.refusal("other", "four.test")));

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(tail.lines()).containsExactly("", text(meant.get(0)), text(meant.get(1))));
        }
    }

    @Test
    void aTailSaysHowMuchItLeftOut() throws Exception {
        var many = new Records("00000000003b").refusals(5_000);
        try (var tail = follow("host:host-*")) {
            fleet.sendAll(0, many);

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(shownAndSkipped(tail.lines())).isEqualTo(5_000));
            assertThat(tail.lines()).anyMatch(line -> line.startsWith("{\"tollhouse.tail.skipped\": "));
        }
    }

    private static long shownAndSkipped(List<String> lines) {
        return lines.stream()
                .mapToLong(line -> line.startsWith("{\"tollhouse.tail.skipped\"")
                        ? Long.parseLong(line.replaceAll("[^0-9]", ""))
                        : line.isEmpty() ? 0 : 1)
                .sum();
    }

    @Test
    void tailsAreBoundedAndOneThatEndsMakesRoom() throws Exception {
        var open = new ArrayList<ConsumerFleet.Following>();
        for (int i = 0; i < MOST; i++) {
            open.add(follow(""));
        }

        assertThat(fleet.get(api, "/v1/audit/tail").status()).isEqualTo(503);
        assertThat(fleet.get(api, "/v1/audit").status()).as("others are served").isEqualTo(200);

        open.forEach(ConsumerFleet.Following::close);
        follow("").close();
    }

    @Test
    void aWrongQueryIsToldBeforeATailBegins() throws Exception {
        var answer = fleet.get(api, "/v1/audit/tail", "q", "agnt:a");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("did you mean 'agent'?", "\"column\":1");
    }
}
