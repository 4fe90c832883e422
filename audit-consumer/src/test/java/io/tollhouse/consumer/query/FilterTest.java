package io.tollhouse.consumer.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
    private static final String RECORD = """
            {"@timestamp":"2026-01-31T10:00:00.120Z","event.kind":"event","event.type":["connection","denied"],
            "event.reason":"Paste sites are closed.","user.name":"research-1","source.ip":"10.1.2.3",
            "destination.domain":"x.paste.example","destination.port":443,"tollhouse.verdict":"deny","rule.id":"no-paste",
            "tollhouse.addresses":["203.0.113.7","2001:db8::7"],"network.bytes":1500,"rule.version":"7","unknown":{"a":[1]},
            "url.path":null}""";

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "'', true",
        "agent:research-1, true",
        "agent:research, false",
        "agent:Research-1, false",
        "agent:research-*, true",
        "agent:research-?, true",
        "agent:research-??, false",
        "host:*.example, true",
        "host:*.example.*, false",
        "host:*paste*ex*le, true",
        "-verdict:deny, false",
        "-verdict:allow, true",
        "verdict:deny agent:other, false",
        "verdict:allow OR agent:research-1, true",
        "event.type:denied, true",
        "event.type:start, false",
        "-event.type:denied, false",
        "port:443, true",
        "bytes:>1499, true",
        "bytes:>1500, false",
        "bytes:>=1500, true",
        "bytes:1..1499, false",
        "rule.version:7, true",
        "ip:10.0.0.0/8, true",
        "ip:203.0.113.7, true",
        "ip:2001:db8::/32, true",
        "ip:2001:db9::/32, false",
        "ip:::/0, true",
        "destination.ip:*, false",
        "path:*, false",
        "rule:*, true",
        "@timestamp:>=2026-01-31, true",
        "@timestamp:<2026-01-31T10:00:00.120Z, false",
        "@timestamp:2026-01-31T10:00:00.120Z, true",
        "paste, true",
        "Paste, true",
        "PASTE, false",
        "closed, true",
        "research, true",
    })
    void aRecordIsMeantOrNot(String query, boolean meant) throws Exception {
        var record = RecordFields.of(RECORD.getBytes(StandardCharsets.UTF_8));

        assertThat(Filter.matches(QueryParser.parse(query), record)).isEqualTo(meant);
    }

    @ParameterizedTest(name = "{0} over {1} -> {2}")
    @CsvSource({
        "*, '', true",
        "?, '', false",
        "a*, a, true",
        "*a, ba, true",
        "*a, ab, false",
        "a*b*c, aXbYc, true",
        "a*b*c, aXbY, false",
        "*ab*ab, abab, true",
        "**, x, true",
        "a?c, a\uD83D\uDE00c, true",
    })
    void aFormMatchesWholeTexts(String form, String text, boolean matches) {
        assertThat(Glob.of(form).matches(text)).isEqualTo(matches);
    }
}
