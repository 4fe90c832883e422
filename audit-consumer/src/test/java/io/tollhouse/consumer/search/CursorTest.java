package io.tollhouse.consumer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.consumer.query.QueryParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00.500Z");

    @Test
    void aCursorCarriesTheWholeSearch() throws Exception {
        var text = "agent:\u00e9 OR host:*.test";
        var search = new Search(
                text, QueryParser.parse(text), NOW.minusSeconds(60), NOW, false, new Search.Place(1234, "id-1"));

        var cursor = Cursor.text(search);

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(Cursor.parse(cursor)).isEqualTo(search);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"q\":\"\",\"since\":1,\"until\":2,\"newestFirst\":true,\"time\":3}",
                "{\"q\":null,\"since\":1,\"until\":2,\"newestFirst\":true,\"time\":3,\"id\":\"a\"}",
                "{\"q\":\"\",\"since\":1,\"until\":2,\"newestFirst\":true,\"time\":3,\"id\":null}",
                "{\"q\":\"\",\"since\":\"x\",\"until\":2,\"newestFirst\":true,\"time\":3,\"id\":\"a\"}",
                "{\"q\":\"agnt:a\",\"since\":1,\"until\":2,\"newestFirst\":true,\"time\":3,\"id\":\"a\"}",
                "{\"q\":\"\",\"since\":1,\"until\":2,\"newestFirst\":true,\"time\":3,\"id\":\"a\",\"more\":1}",
                "{\"q\":\"\",\"since\":1,\"until\":2,\"newestFirst\":true,\"time\":3,\"id\":\"a\"} x",
            })
    void whatIsNoneOfOursIsToldSo(String json) {
        var cursor = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Cursor.parse(cursor))
                .isInstanceOf(BadSearch.class)
                .hasMessageContaining("no cursor");
        assertThatThrownBy(() -> Cursor.parse("%" + json)).isInstanceOf(BadSearch.class);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "2026-01-31T09:00:00Z, 2026-01-31T09:00:00Z",
        "2026-01-31T09:00:00.123456Z, 2026-01-31T09:00:00.123Z",
        "2026-01-30, 2026-01-30T00:00:00Z",
        "90s, 2026-01-31T09:58:30.500Z",
        "10m, 2026-01-31T09:50:00.500Z",
        "24h, 2026-01-30T10:00:00.500Z",
        "7d, 2026-01-24T10:00:00.500Z",
        "0s, 2026-01-31T10:00:00.500Z",
    })
    void timesAreTimesDaysOrAges(String text, Instant time) throws BadSearch {
        assertThat(SearchTimes.parse("since", text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "10", "10w", "-10m", "1.5h", "2026-02-30", "2026-01-31T25:00:00Z", "999999999d"
            })
    void anythingElseIsToldByTheParametersName(String text) {
        assertThatThrownBy(() -> SearchTimes.parse("since", text, NOW))
                .isInstanceOf(BadSearch.class)
                .hasMessageStartingWith("since must be a time");
    }
}
