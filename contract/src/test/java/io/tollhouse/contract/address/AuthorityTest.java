package io.tollhouse.contract.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "Example.org.:443, example.org:443",
        "192.0.2.1:1, 192.0.2.1:1",
        "[2001:DB8::1]:65535, [2001:db8::1]:65535",
    })
    void hostAndPortAreRead(String text, String canonical) throws MalformedHost {
        assertThat(Authority.parse(text).text()).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "a.org",
                "a.org:",
                ":443",
                "",
                ":",
                "a.org:0",
                "a.org:65536",
                "a.org:+443",
                "a.org:0443",
                "a.org:-1",
                "a.org: 443",
                "a.org:443 ",
                "a.org:4 43",
                "a.org:443:443",
                "[::1]:443:443",
                "[::1]",
                "[::1]443",
                "::1:443",
                "a.org:https",
                "a.org:４４３",
                "a.org:99999999999",
                "u@a.org:443",
                "a.org:443/",
                "a.org:443/evil.org",
                "a.org:443@b.org",
                "a.org:443#",
                "a.org,b.org:443",
                "http://a.org:443",
                "a.org\u0000.b.org:443",
                "[]:443",
                "a.org\\:443",
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Authority.parse(text)).isInstanceOf(MalformedHost.class);
    }

    @Test
    void aDefaultPortStandsInForAMissingOneOnly() throws MalformedHost {
        assertThat(Authority.parse("a.org", 80).text()).isEqualTo("a.org:80");
        assertThat(Authority.parse("[::1]", 80).text()).isEqualTo("[::1]:80");
        assertThat(Authority.parse("a.org:81", 80).text()).isEqualTo("a.org:81");
        assertThatThrownBy(() -> Authority.parse("a.org:", 80)).hasMessageContaining("port");
    }

    @ParameterizedTest(name = "{0} goes to {1} for {2}")
    @CsvSource({
        "http://a.org, a.org:80, /, ''",
        "HTTP://A.Org/x, a.org:80, /x, ''",
        "https://a.org/, a.org:443, /, ''",
        "http://a.org:8080/x/y?q=1?2, a.org:8080, /x/y, q=1?2",
        "http://a.org?q, a.org:80, /, q",
        "http://[::1]:81/%2e%2e//x, [::1]:81, /%2e%2e//x, ''",
    })
    void aUrlIsSplitAndNotDecoded(String url, String destination, String path, String query) throws MalformedHost {
        var read = AbsoluteUrl.parse(url);

        assertThat(read.destination().text()).isEqualTo(destination);
        assertThat(read.path()).isEqualTo(path);
        assertThat(read.query()).isEqualTo(query);
        assertThat(read.toString()).endsWith(path);
    }

    @Test
    void whatGoesToTheOriginIsWhatCame() throws MalformedHost {
        assertThat(AbsoluteUrl.parse("http://a.org/x?").originForm()).isEqualTo("/x?");
        assertThat(AbsoluteUrl.parse("http://a.org?q").originForm()).isEqualTo("/?q");
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "a.org",
                "http:",
                "http:/",
                "http://",
                "http:///x",
                "http://:80/",
                "http:a.org/",
                "http:/a.org/",
                "http://u@a.org/",
                "http://u:p@a.org/",
                "http://a.org@b.org/",
                "http://a.org\\@b.org/",
                "http://a.org\\b",
                "http://a.org/#f",
                "http://a.org#@b.org/",
                "http://a.org/ x",
                "http://a.org/\tx",
                "http://a.org/\u0000",
                "http://a.org:/",
                "http://a.org:080/",
                "http://.a.org/",
                "http://a.org%00/",
                "http://a%2eorg/",
                "ws://a.org/",
                "ftp://a.org/",
                "file:///etc/passwd",
                "gopher://a.org/",
                "http ://a.org/",
                " http://a.org/",
                "//a.org/",
                "http://a.org;b/",
                "http://a.org&b/",
                "http://bücher.example/",
                "http://127.0.0.1\u00ad/",
                "http://[::1/",
                "http://[fe80::1%25eth0]/",
                "http://1.2.3/",
                "http://0x7f000001/",
            })
    void aUrlThatCouldBeSplitInTwoWaysIsRefused(String url) {
        assertThatThrownBy(() -> AbsoluteUrl.parse(url)).isInstanceOf(MalformedHost.class);
    }
}
