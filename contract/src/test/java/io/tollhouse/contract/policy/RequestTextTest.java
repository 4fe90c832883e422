package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as people write them. */
class RequestTextTest {
    @ParameterizedTest
    @CsvSource({
        "GET https://x.test/a?b, GET, https://x.test/a?b, ,",
        "'GET http://x.test/a b', GET, http://x.test/a b, ,",
        "CONNECT x.test:443, CONNECT, x.test:443, ,",
        "CONNECT x.test:443 TLS, CONNECT, x.test:443, TLS,",
        "CONNECT x.test:22 tcp, CONNECT, x.test:22, TCP,",
        "DNS x.test, DNS, x.test, DNS, A",
        "DNS x.test https, DNS, x.test, DNS, HTTPS",
    })
    void whatIsWrittenIsRead(String text, String method, String target, Protocol protocol, DnsType type)
            throws RequestText.Malformed {
        assertThat(RequestText.parse(text)).isEqualTo(new RequestText(method, target, protocol, type));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            GET,                        is no request
            `GET `,                     is no request
            ` GET`,                     is no request
            CONNECT x.test:443 dns,     `says 'dns' is spoken in the tunnel, and knows http, tls and tcp`
            CONNECT x.test:443 tls tls, has more behind what is spoken
            DNS x.test ANY,             `has the type 'ANY', and known are A, `
            DNS x.test A B,             has more behind the type of the question
            """)
    void whatIsNoneIsSaid(String text, String says) {
        assertThatThrownBy(() -> RequestText.parse(text))
                .isInstanceOf(RequestText.Malformed.class)
                .hasMessageStartingWith(says);
    }
}
