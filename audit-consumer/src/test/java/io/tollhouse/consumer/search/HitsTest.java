package io.tollhouse.consumer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HitsTest {
    private static Hits read(String answer) throws IOException {
        return Hits.read(answer.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void documentsAreCutOutWithTheirOwnBytes() throws IOException {
        var one = "{ \"n\":1.500,\"t\":\"\\u00e9 \u00e9 \uD83D\uDE00\" ,\"o\":{\"_source\":{}} }";
        var two = "{}";

        var hits = read("{\"took\":1,\"_shards\":{\"total\":2,\"failed\":0,\"failures\":[{\"x\":{}}]},\"hits\":{"
                + "\"total\":{\"value\":340,\"relation\":\"eq\"},\"max_score\":null,\"hits\":["
                + "{\"_index\":\"i\u00e9\",\"_id\":\"a\",\"_score\":null,\"_source\":" + one + ",\"sort\":[17,\"a\"]},"
                + "{\"sort\":[18,\"b\"],\"_source\":" + two + "}]}}");

        assertThat(hits.total()).isEqualTo(340);
        assertThat(hits.hits())
                .extracting(hit -> new String(hit.document(), StandardCharsets.UTF_8))
                .containsExactly(one, two);
        assertThat(hits.hits())
                .extracting(Hits.Hit::place)
                .containsExactly(new Search.Place(17, "a"), new Search.Place(18, "b"));
    }

    @Test
    void whatShardsDidNotAnswerIsCounted() throws IOException {
        assertThat(read("{\"_shards\":{\"failed\":2},\"hits\":{\"hits\":[]}}").failedShards())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "", "{\"hits\":[]}", "{\"hits\":{\"hits\":[{\"_id\":\"a\"}]}}", "{\"hits\":{\"hits\":["})
    void anAnswerOfAnotherFormIsAnError(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(IOException.class);
    }
}
