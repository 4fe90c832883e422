package io.tollhouse.contract.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    /** Examples of RFC 5952 and its sections 4 and 5. */
    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::A, 2001:db8::a",
        "1:0:0:0:0:0:0:0, 1::",
        "0:1:1:1:1:1:1:1, 0:1:1:1:1:1:1:1",
        "0:0:1:1:1:1:1:1, ::1:1:1:1:1:1",
        "1:1:1:1:1:1:0:0, 1:1:1:1:1:1::",
        "::1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "::ffff:c000:201, ::ffff:192.0.2.1",
        "::192.0.2.1, ::c000:201",
        "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
        "192.0.2.1, 192.0.2.1",
    })
    void textIsThatOfRfc5952(String text, String canonical) throws MalformedHost {
        var address = IpAddress.parse(text);

        assertThat(address.text()).isEqualTo(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(address);
        assertThat(IpAddress.of(address.bytes())).isEqualTo(address);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "01.2.3.4",
                "1.2.3.256",
                "1.2.3.",
                "a.b.c.d",
                ":",
                ":::",
                "1::2::3"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(MalformedHost.class);
    }

    @Test
    void readingAndPrintingGeneratedAddressesIsStableAndAgreesWithTheJdk() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var bytes = new byte[random.nextBoolean() ? 16 : 4];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = random.nextInt(3) == 0 ? (byte) random.nextInt() : 0;
            }
            var address = IpAddress.of(bytes);
            assertThat(IpAddress.parse(address.text())).as("seed %d", seed).isEqualTo(address);
            assertThat(InetAddress.getByName(address.text()))
                    .as("seed %d", seed)
                    .isEqualTo(address.toInetAddress());
        }
    }

    @Test
    void theJdkGetsAMappedAddressAsIpv4() throws MalformedHost {
        var mapped = IpAddress.parse("::ffff:192.0.2.1");

        assertThat(mapped.isV6()).isTrue();
        assertThat(mapped.unmapped().text()).isEqualTo("192.0.2.1");
        assertThat(mapped.toInetAddress()).isInstanceOf(Inet4Address.class);
    }

    @ParameterizedTest(name = "{0}/{1} is {2}")
    @CsvSource({
        "255.255.255.255, 0, 0.0.0.0",
        "255.255.255.255, 1, 128.0.0.0",
        "255.255.255.255, 31, 255.255.255.254",
        "255.255.255.255, 32, 255.255.255.255",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 0, ::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 64, ffff:ffff:ffff:ffff::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65, ffff:ffff:ffff:ffff:8000::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 128, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void masksKeepTheFirstBits(String address, int length, String masked) throws MalformedHost {
        assertThat(IpAddress.parse(address).masked(length).text()).isEqualTo(masked);
    }

    @ParameterizedTest(name = "{0} holds {1}")
    @CsvSource({
        "::ffff:192.0.2.1, 192.0.2.1",
        "::192.0.2.1, 192.0.2.1",
        "::ffff:0:192.0.2.1, 192.0.2.1",
        "2002:c000:201::1, 192.0.2.1",
        "2001:0:c000:201:0:0:34ff:8ef6, 192.0.2.1 203.0.113.9",
        "64:ff9b::192.0.2.1, 192.0.2.1",
        "64:ff9b:1::192.0.2.1, 192.0.2.1 0.0.0.0",
        "fe80::5efe:192.0.2.1, 192.0.2.1",
        "2606:4700::200:5efe:192.0.2.1, 192.0.2.1",
        "2606:4700::1, ''",
        "2003:c000:201::1, ''",
        "64:ff9b:0:1::1, ''",
        "192.0.2.1, ''",
    })
    void embeddedIpv4IsDecoded(String address, String inside) throws MalformedHost {
        var found = EmbeddedIpv4.of(IpAddress.parse(address)).stream()
                .map(IpAddress::text)
                .toList();

        assertThat(String.join(" ", found)).isEqualTo(inside);
    }

    /** The table of RFC 6052 section 2.4. */
    @ParameterizedTest(name = "{0} behind {1} bits")
    @CsvSource({
        "2001:db8:c000:221::, 32",
        "2001:db8:1c0:2:21::, 40",
        "2001:db8:122:c000:2:2100::, 48",
        "2001:db8:122:3c0:0:221::, 56",
        "2001:db8:122:344:c0:2:2100::, 64",
        "2001:db8:122:344::192.0.2.33, 96",
    })
    void nat64PrefixesOfEveryLengthAreDecoded(String address, int length) throws MalformedHost {
        assertThat(EmbeddedIpv4.translated(IpAddress.parse(address), length).text())
                .isEqualTo("192.0.2.33");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
        "192.0.2.1/32, 192.0.2.1/32",
        "::/0, ::/0",
        "FD00:0::/8, fd00::/8",
    })
    void networksHaveOneText(String text, String canonical) throws MalformedHost {
        assertThat(Cidr.parse(text).text()).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "10.1.0.0/8, the network is 10.0.0.0/8",
        "fd00::1/8, the network is fd00::/8",
        "10.0.0.0, written as address/length",
        "10.0.0.0/33, from 0 to 32",
        "::/129, from 0 to 128",
        "10.0.0.0/08, from 0 to 32",
        "10.0.0.0/, from 0 to 32",
        "10.0.0.0/+8, from 0 to 32",
        "10.0.0.0/８, from 0 to 32",
        "10.0.0/8, of four numbers",
        "example.org/8, four numbers",
    })
    void aNetworkThatIsNoneIsToldWhatToWrite(String text, String reason) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(MalformedHost.class)
                .hasMessageContaining(reason);
    }
}
