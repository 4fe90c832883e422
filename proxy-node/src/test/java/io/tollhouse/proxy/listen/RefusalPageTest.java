package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.proxy.judge.Refusal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalPageTest {

    private static Refusal refusal(int status, String reason) {
        return new Refusal(status, "a-rule", reason, null, "0123456789abcdef");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "400, http_request_error, false, false",
        "403, http_request_denied, false, false",
        "407, http_request_error, false, true",
        "429, http_request_denied, true, false",
        "502, destination_unavailable, false, false",
        "503, proxy_internal_error, true, false",
        "504, connection_timeout, false, false",
    })
    void eachStatusSaysItInTheFormsThatClientsShow(int status, String error, boolean retry, boolean authenticate) {
        var page = RefusalPage.of(refusal(status, "Closed."), true);

        assertThat(page.status().code()).isEqualTo(status);
        assertThat(page.status().reasonPhrase()).isEqualTo("Tollhouse a-rule: Closed.");
        assertThat(page.headers().get("Proxy-Status"))
                .isEqualTo("tollhouse; error=" + error + "; details=\"a-rule: Closed.\"");
        assertThat(page.headers().contains("Retry-After")).isEqualTo(retry);
        assertThat(page.headers().contains("Proxy-Authenticate")).isEqualTo(authenticate);
        assertThat(page.headers().contains("Connection")).isFalse();
        page.release();
    }

    @Test
    void whateverAReasonHoldsTheStatusLineIsShortPrintableAscii() {
        var page = RefusalPage.of(refusal(403, "Geschlo\u00dfen\r\nX: \u2713 " + "x".repeat(200)), false);

        assertThat(page.status().reasonPhrase())
                .startsWith("Tollhouse a-rule: Geschlo?en??X: ? xxx")
                .endsWith("...")
                .hasSize(120);
        assertThat(page.headers().get("Connection")).isEqualTo("close");
        page.release();
    }

    @Test
    void quotesAndBackslashesStayInsideTheirStrings() {
        var page = RefusalPage.of(refusal(403, "say \"\\no\"\n\u00e9"), true);

        assertThat(page.headers().get("Proxy-Status")).endsWith("details=\"a-rule: say \\\"\\\\no\\\"??\"");
        assertThat(page.content().toString(StandardCharsets.UTF_8))
                .contains("\"reason\":\"say \\\"\\\\no\\\"\\u000a\u00e9\"");
        page.release();
    }
}
