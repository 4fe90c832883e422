package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.consumer.query.Filter;
import io.tollhouse.consumer.query.QueryParser;
import io.tollhouse.consumer.query.RecordFields;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.local.testing.TestElasticsearch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a query finds, page by page. */
class SearchIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private static ConsumerFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private static URI api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var elasticsearch = TestElasticsearch.shared();
        fleet = ConsumerFleet.start(folder);
        var consumer = fleet.consumer("consumer", elasticsearch.url());
        api = consumer.api();
        consumer.process().awaitReady();
        assertThat(fleet.get(api, "/v1/audit")).as("before there is an index").satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.total()).isZero();
            assertThat(answer.lines()).isEmpty();
        });
        fleet.sendAll(0, documents());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(fleet.find(api, "")).hasSize(documents().size()));
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    /** Named by their paths' last letter, which the table below uses. The tail is shown the same records. */
    private static List<AuditStream.Encoded> documents() {
        var stream = new AuditStream("node-1", "00000000002a", 1, "test");
        var at = Instant.now().minusSeconds(600);
        return List.of(
                stream.encode(refusal(at, "research-1", "x.paste.example", "no-paste", "Paste sites are closed.", "a")),
                stream.encode(refusal(at, "research-2", "y.paste.example", "no-paste", "Paste sites are closed.", "b")
                        .number(AuditField.NETWORK_BYTES, 5)),
                stream.encode(
                        refusal(at.plusMillis(1), "ci-1", "paste.example", "builtin.default", "Nothing allows it.", "c")
                                .text(AuditField.SOURCE_IP, "10.9.0.4")),
                stream.encode(
                        outcome(at.plusMillis(2), "research-1", "files.example", 1500, List.of("203.0.113.7"), "d")),
                stream.encode(outcome(
                                at.plusMillis(3),
                                "ci-1",
                                "six.example",
                                1000,
                                List.of("2001:db8::7", "203.0.114.1"),
                                "e")
                        .text(AuditField.DESTINATION_IP, "2001:db8::7")),
                stream.encode(outcome(at.plusMillis(3), "ci*1", "odd?.example", 20, List.of(), "f")
                        .text(AuditField.ERROR_MESSAGE, "a \\ b")));
    }

    private static AuditEvent refusal(Instant at, String agent, String host, String rule, String reason, String path) {
        return AuditEvent.of(Stage.REFUSAL, at, "http", "r-" + path)
                .decision("deny", rule, reason, "agents", 7, "h")
                .text(AuditField.USER_NAME, agent)
                .text(AuditField.DESTINATION_DOMAIN, host)
                .number(AuditField.DESTINATION_PORT, 443)
                .text(AuditField.URL_PATH, path);
    }

    private static AuditEvent outcome(
            Instant at, String agent, String host, long bytes, List<String> addresses, String path) {
        return AuditEvent.of(Stage.OUTCOME, at, "http", "r-" + path)
                .decision("allow", "packages", "Registries are open.", "agents", 8, "h")
                .text(AuditField.USER_NAME, agent)
                .text(AuditField.DESTINATION_DOMAIN, host)
                .number(AuditField.DESTINATION_PORT, 8443)
                .addresses(addresses)
                .bytes(0, bytes)
                .text(AuditField.URL_PATH, path);
    }

    private static Set<String> names(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("^.*\"url.path\":\"([a-z])\".*$", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                 | abcdef
            agent:research-1                   | ad
            agent:research-*                   | abd
            agent:RESEARCH-*                   | ``
            agent:"ci*1"                       | f
            agent:ci*1                         | cef
            agent:ci?1                         | cef
            -verdict:deny                      | def
            verdict:deny agent:research-1      | a
            verdict:deny OR agent:research-1   | abcd
            revision:7 agent:ci-1 OR agent:research-2 | bc
            (verdict:deny agent:ci-1) OR host:six.example | ce
            NOT (agent:ci-1 OR agent:research-1) | bf
            host:*.paste.example               | ab
            host:?.paste.example               | ab
            host:paste.example                 | c
            host:"odd?.example"                | f
            paste                              | abc
            Paste                              | ab
            closed                             | ab
            "sites are"                        | ab
            reason:"Paste sites are closed."   | ab
            reason:"Paste sites"               | ``
            no-paste                           | ab
            ip:203.0.113.7                     | d
            ip:203.0.113.0/24                  | d
            ip:203.0.112.0/22                  | de
            ip:2001:db8::/32                   | e
            ip:::/0                            | cde
            ip:10.0.0.0/8                      | c
            -ip:203.0.112.0/22                 | abcf
            destination.ip:*                   | e
            bytes:>1000                        | d
            bytes:>=1000                       | de
            bytes:<1000                        | bf
            bytes:<=5                          | b
            bytes:5..20                        | bf
            bytes:*                            | bdef
            -bytes:*                           | ac
            port:443                           | abc
            event.type:denied                  | abc
            -event.type:end                    | abc
            rule.version:8                     | def
            error.message:"a \\\\ b"           | f
            error.message:*\\*                 | f
            stage:outcome -agent:ci*           | d
            """)
    void searchAndTailFindTheSame(String query, String found) throws Exception {
        var names = new TreeSet<>(found.chars().mapToObj(Character::toString).toList());

        assertThat(names(fleet.find(api, query))).as("search").isEqualTo(names);
        assertThat(names(passedByTheTail(query))).as("tail").isEqualTo(names);
    }

    private static List<String> passedByTheTail(String query) throws Exception {
        var parsed = QueryParser.parse(query);
        var passed = new ArrayList<String>();
        for (var document : documents()) {
            if (Filter.matches(parsed, RecordFields.of(document.bytes()))) {
                passed.add(text(document.bytes()));
            }
        }
        return passed;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0} by {1}, {2} a page")
    @CsvSource({"'', asc, 1", "'', desc, 1", "'', asc, 4", "'', desc, 5", "'', asc, 6", "verdict:deny, desc, 2"})
    void pagesWalkOverEverythingOnceAndInOrder(String query, String sort, String limit) throws Exception {
        var whole = fleet.get(api, "/v1/audit", "q", query, "sort", sort, "limit", "1000");
        assertThat(whole.next()).isNull();

        var walked = new ArrayList<String>();
        var page = fleet.get(api, "/v1/audit", "q", query, "sort", sort, "limit", limit);
        while (page.next() != null) {
            assertThat(page.lines()).hasSize(Integer.parseInt(limit));
            walked.addAll(page.lines());
            page = fleet.get(api, "/v1/audit", "after", page.next(), "limit", limit);
            assertThat(page.total()).isEqualTo(whole.total());
        }
        walked.addAll(page.lines());

        assertThat(walked).containsExactlyElementsOf(whole.lines());
        assertThat(whole.total()).isEqualTo(walked.size());
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "since, 1h, abcdef",
        "since, 1s, ''",
        "until, 1h, ''",
        "since, 2020-01-01, abcdef",
        "until, 2020-01-02, ''",
    })
    void timesBoundWhatIsFound(String parameter, String value, String found) throws Exception {
        var other = parameter.equals("since") ? "until" : "since";
        var otherValue = parameter.equals("since") ? "9999-01-01" : "2019-01-01";

        var answer = fleet.get(api, "/v1/audit", parameter, value, other, otherValue);

        assertThat(String.join("", names(answer.lines()))).isEqualTo(found);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            q     | agnt:a     | column 1: unknown field 'agnt'; did you mean 'agent'?
            q     | port:x     | column 6: port must be a whole number
            since | yesterday  | since must be a time
            until | 2026-02-30 | until must be a time
            since | 2099-01-01 | since must not lie behind until
            sort  | up         | sort must be desc or asc
            limit | 0          | limit must be a whole number from 1 to 1000
            limit | 1001       | limit must be a whole number from 1 to 1000
            after | AAAA       | after is no cursor
            after | e30        | after is no cursor
            size  | 10         | there is no parameter of that name here
            """)
    void aWrongParameterIsToldByName(String name, String value, String sentence) throws Exception {
        var answer = fleet.get(api, "/v1/audit", name, value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(sentence);
    }

    @Test
    void whatIsNotThereSaysWhatIs() throws Exception {
        assertThat(fleet.get(api, "/v1/audits").status()).isEqualTo(404);
        assertThat(fleet.get(api, "/v1/audits").text()).contains("/v1/audit/tail");
    }
}
