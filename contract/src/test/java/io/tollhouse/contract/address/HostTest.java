package io.tollhouse.contract.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "api.example.org, api.example.org",
        "API.Example.ORG, api.example.org",
        "api.example.org., api.example.org",
        "a_b.example.org, a_b.example.org",
        "_acme-challenge.example.org, _acme-challenge.example.org",
        "-x-.example.org, -x-.example.org",
        "r3---sn-abc.example.org, r3---sn-abc.example.org",
        "ab--cd.example.org, ab--cd.example.org",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "XN--BCHER-KVA.example, xn--bcher-kva.example",
        "xn--strae-oqa.example, xn--strae-oqa.example",
        "xn--ls8h.example, xn--ls8h.example",
        "127.0.0.1.example, 127.0.0.1.example",
        "169-254-169-254.example, 169-254-169-254.example",
        "1.2.3.4x, 1.2.3.4x",
        "x0x.a0x, x0x.a0x",
        "metadata, metadata",
        "93.184.215.14, 93.184.215.14",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "[::1], [::1]",
        "[0:0:0:0:0:0:0:1], [::1]",
        "[2001:DB8:0:0:1:0:0:1], [2001:db8::1:0:0:1]",
        "[::ffff:1.2.3.4], [::ffff:1.2.3.4]",
        "[::ffff:102:304], [::ffff:1.2.3.4]",
        "[64:ff9b::192.0.2.33], [64:ff9b::c000:221]",
    })
    void oneHostHasOneText(String wire, String canonical) throws MalformedHost {
        var host = Host.parse(wire);

        assertThat(host.text()).isEqualTo(canonical);
        assertThat(Host.parse(host.text())).isEqualTo(host).hasSameHashCodeAs(host);
        assertThat(host.isLiteral()).isEqualTo(host.address() != null);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".example.org",
                "a..org",
                "example.org..",
                "a b.org",
                " a.org",
                "a.org ",
                "a\tb.org",
                "a.org\n",
                "a\u0000.org",
                "a%00.org",
                "a%2eorg",
                "user@a.org",
                "a.org@b.org",
                "a.org:80",
                "a.org/",
                "a\\.org",
                "a,b.org",
                "a;b.org",
                "a*b.org",
                "*.org",
                "a\"b.org",
                "a<b.org",
                "a|b.org",
                "a#b",
                "a?b",
                "a\u007fb.org",
                "bücher.example",
                "wor\u212aer.example",
                "evil\u200b.example",
                "ａ.example",
                "a。example",
                "１２７.0.0.1",
                "xn--a.example",
                "xn--.example",
                "xn--abc-.example",
                "xn--zzzzzz99999.example",
                "xn--80ak6aa92e--.example",
                "XN---.example",
            })
    void namesThatAreNotCanonicalAreRefused(String wire) {
        assertThatThrownBy(() -> Host.parse(wire))
                .isInstanceOfSatisfying(
                        MalformedHost.class, e -> assertThat(e.reason()).isNotBlank())
                .hasNoCause();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "0x7f000001", "0X7F000001", "0x", "0x7f.1", "017700000001", "2130706433", "6425673729", "0177.0.0.1",
                "127.0.0.01", "127.000.000.001", "127.1", "127.0.1", "0xA9.254.0251.254", "256.0.0.1", "1.2.3",
                        "1.2.3.4.5",
                "1.2.3.4.", "127.0.0.1.", "0x7f.0.0.1", "127.0.0.0x1", "example.0x1", "example.123", "1.2.3.256", "0",
                "1", "00.0.0.0", "1..2.3", "1.2.3.4.5.6", "99999999999999999999", "0xa9fea9fe",
            })
    void aNumberAtTheEndIsACanonicalDottedQuadOrNothing(String wire) {
        assertThatThrownBy(() -> Host.parse(wire)).isInstanceOf(MalformedHost.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "[]",
                "[",
                "]",
                "[::1",
                "::1",
                "::1]",
                "[::1]x",
                "[[::1]]",
                "[1.2.3.4]",
                "[example.org]",
                "[fe80::1%eth0]",
                "[fe80::1%25eth0]",
                "[::ffff:1.2.3.4%25x.example.org]",
                "[:::]",
                "[1::2::3]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4:5:6:7:8::]",
                "[::1:2:3:4:5:6:7:8]",
                "[12345::]",
                "[g::]",
                "[:1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:]",
                "[::1.2.3]",
                "[::1.2.3.4:5]",
                "[::01.2.3.4]",
                "[::256.1.1.1]",
                "[::ffff:0x7f.0.0.1]",
                "[v1.fe80::a]",
                "[::１]",
                "[ ::1]",
                "[::1 ]",
                "[::-1]",
            })
    void bracketsHoldOneIpv6AddressWithoutZone(String wire) {
        assertThatThrownBy(() -> Host.parse(wire)).isInstanceOf(MalformedHost.class);
    }

    @Test
    void labelsAndNamesHaveTheLimitsOfDns() throws MalformedHost {
        var label = "a".repeat(63);
        var longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(Host.parse(longest).text()).hasSize(253);
        assertThat(Host.parse(longest + ".").text()).hasSize(253);
        assertThatThrownBy(() -> Host.parse(longest + "a")).hasMessageContaining("253");
        assertThatThrownBy(() -> Host.parse("a" + label + ".org")).hasMessageContaining("63");
        assertThatThrownBy(() -> Host.parse("a.".repeat(100_000) + "org")).hasMessageContaining("253");
    }

    @Test
    void theReasonNeverRepeatsWhatTheClientSent() {
        assertThatThrownBy(() -> Host.parse("hunter2@secret.example"))
                .hasMessage("holds user information")
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    @ParameterizedTest(name = "{0} is written {1} on the wire")
    @CsvSource({
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "straße.example, xn--strae-oqa.example",
        "münchen.xn--strae-oqa, xn--mnchen-3ya.xn--strae-oqa",
        "Example.ORG., example.org",
        "my_bücket.example, xn--my_bcket-95a.example",
        "10.1.2.3, 10.1.2.3",
    })
    void documentsMayWriteNamesInOtherScripts(String display, String canonical) throws MalformedHost {
        assertThat(Host.parseDisplay(display).text()).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "wor\u212aer.example", "evil\u200b.example", "ｅvil.example", "１２７.0.0.1", "a。example", "a．example",
                "a｡example", "\u00ad.example", "a\u00adb.example", "bü cher.example", "bü%.example", "אa.example",
                "a\u200db.example",
            })
    void documentsMayNotWriteAsciiInDisguise(String display) {
        assertThatThrownBy(() -> Host.parseDisplay(display)).isInstanceOf(MalformedHost.class);
    }

    @Test
    void readingAndPrintingGeneratedHostsIsStable() throws MalformedHost {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var wire = spelling(random);
            var host = parseOrNull(wire);
            if (host != null) {
                assertThat(Host.parse(host.text()))
                        .as("%s, seed %d", wire, seed)
                        .isEqualTo(host);
                assertThat(host.text())
                        .as("%s, seed %d", wire, seed)
                        .isEqualTo(host.text().toLowerCase(Locale.ROOT));
                assertThat(Host.parse(host.text().toUpperCase(Locale.ROOT)))
                        .as("%s, seed %d", wire, seed)
                        .isEqualTo(host);
            }
        }
    }

    private static String spelling(Random random) {
        var alphabet = "ab01xXn-_.:[]F%é";
        int length = 1 + random.nextInt(12);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static @Nullable Host parseOrNull(String wire) {
        try {
            return Host.parse(wire);
        } catch (MalformedHost e) {
            return null;
        }
    }
}
