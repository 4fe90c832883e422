package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.outages.ElasticRelay.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Elasticsearch does. */
interface IndexFaults extends Faults {
    @Test
    default void elasticsearchIsKilled() throws Exception {
        scenarios().holds("4-elasticsearch-killed", load -> {
            fleet().elasticsearch().kill();
            try {
                Scenarios.away();
            } finally {
                fleet().elasticsearch().startAgain();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TOO_MANY", "TOO_LARGE", "UNANSWERED", "CUT"})
    default void elasticsearchAnswersBadly(Trouble trouble) throws Exception {
        scenarios().holds("5-" + trouble.name().toLowerCase(Locale.ROOT), load -> {
            relay().make(trouble);
            try {
                await().atMost(Scenarios.SOON).until(() -> relay().troubled() > 2);
            } finally {
                relay().make(Trouble.NONE);
            }
        });
    }

    /** It is retried until the block is lifted, and nothing is put aside. */
    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "blocked, PUT /_settings {\"index.blocks.write\":true}, PUT /_settings {\"index.blocks.write\":null}",
        "closed, POST /_close, POST /_open"
    })
    default void todaysIndexTakesNothing(String how, String begin, String end) throws Exception {
        var said = scenarios().holds("6-" + how, load -> {
            change("tollhouse-audit-*", begin);
            try {
                Scenarios.away();
            } finally {
                change("tollhouse-audit-*", end);
            }
        });
        assertThat(said.out()).contains("\"envelope\":0");
    }

    private void change(String index, String how) throws Exception {
        var words = how.split(" ", 3);
        fleet().elasticsearch()
                .ask(words[0], "/" + index + words[1] + "?expand_wildcards=all", words.length == 3 ? words[2] : "");
    }

    @Tag("long")
    @Test
    default void noMoreShardsArePermitted() throws Exception {
        try {
            var said = scenarios()
                    .holds(
                            "6-shards",
                            () -> {
                                permitShards("1");
                                scenarios().nothingIsLeft();
                            },
                            load -> {
                                Scenarios.away();
                                permitShards("null");
                            });
            assertThat(said.out()).contains("\"envelope\":0");
        } finally {
            permitShards("null");
        }
    }

    private void permitShards(String number) throws Exception {
        fleet().elasticsearch()
                .ask(
                        "PUT",
                        "/_cluster/settings",
                        "{\"persistent\":{\"cluster.max_shards_per_node\":%s}}".formatted(number));
    }

    /** The partition goes on: of what comes then, what can be seen to be there already is done, and the rest is put aside. */
    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "blocked, PUT /_settings {\"index.blocks.write\":true}, PUT /_settings {\"index.blocks.write\":null}, 1",
        "closed, POST /_close, POST /_open, 2"
    })
    default void lastWeeksIndexTakesNothingForGood(String how, String begin, String end, int envelopes)
            throws Exception {
        var said = scenarios().holds("6-last-week-" + how, load -> {
            fleet().broker().send(Topic.AUDIT, List.of(lastWeeks(1)));
            await().atMost(Scenarios.SOON)
                    .until(() -> scenarios().text().contains("node-9-0123456789ab-0001-000000000001"));
            change(lastWeeksIndex(), begin);
            long before = fleet().broker().records(Topic.DEAD_LETTER);
            fleet().broker().send(Topic.AUDIT, List.of(lastWeeks(1), lastWeeks(2)));
            await().atMost(Scenarios.SOON)
                    .until(() -> fleet().broker().records(Topic.DEAD_LETTER) == before + envelopes);
            change(lastWeeksIndex(), end);
        });
        assertThat(said.out()).contains("\"envelope\":" + envelopes);
    }

    private static String lastWeeksIndex() {
        return "tollhouse-audit-"
                + DateTimeFormatter.ofPattern("uuuu.MM.dd")
                        .format(LocalDate.now(ZoneOffset.UTC).minusDays(8));
    }

    private static byte[] lastWeeks(int sequence) {
        return "{\"@timestamp\":\"%sT12:00:00.000Z\",\"event.id\":\"node-9-0123456789ab-0001-%012x\"}"
                .formatted(LocalDate.now(ZoneOffset.UTC).minusDays(8), sequence)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
