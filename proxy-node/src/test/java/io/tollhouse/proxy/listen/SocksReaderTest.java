package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocksReaderTest {
    private static final String SECOND = "ff";

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private interface Reading {
        @Nullable
        Object read(ByteBuf in) throws MalformedSocks;
    }

    /** Gives what is read, after it was cut at each place before its end. */
    private static Object whole(String message, Reading reading) throws MalformedSocks {
        var all = hex(message);
        for (int length = 0; length < all.readableBytes(); length++) {
            var part = all.slice(0, length);
            assertThat(reading.read(part)).as("the first " + length + " bytes").isNull();
            assertThat(part.readableBytes()).as("nothing is taken of them").isEqualTo(length);
        }
        var in = Unpooled.wrappedBuffer(all, hex(SECOND));
        var read = reading.read(in);
        assertThat(in.readableBytes()).as("what stands behind is left").isEqualTo(1);
        return Objects.requireNonNull(read);
    }

    @ParameterizedTest(name = "{0} offers a user and a password: {1}")
    @CsvSource({"05 01 02, true", "05 02 00 02, true", "05 03 02 00 01, true", "05 01 00, false", "05 00, false"})
    void offersAreLookedThrough(String message, boolean offers) throws MalformedSocks {
        assertThat(whole(message, SocksReader::offersUserAndPassword)).isEqualTo(offers);
    }

    @Test
    void everyNumberOfMethodsIsRead() throws MalformedSocks {
        var message = "05 ff" + "00".repeat(254) + "02";
        assertThat(whole(message, SocksReader::offersUserAndPassword)).isEqualTo(true);
    }

    @Test
    void userAndPasswordComeAsTheyAre() throws MalformedSocks {
        var read = (SocksReader.UserPassword) whole("01 02 61 3a 03 70 00 ff", SocksReader::credentials);

        assertThat(new String(read.user(), StandardCharsets.US_ASCII)).isEqualTo("a:");
        assertThat(read.password()).containsExactly('p', 0, 0xff);
    }

    @Test
    void bothMayBeEmpty() throws MalformedSocks {
        var read = (SocksReader.UserPassword) whole("01 00 00", SocksReader::credentials);

        assertThat(read.user()).isEmpty();
        assertThat(read.password()).isEmpty();
    }

    @ParameterizedTest(name = "{0} asks for {1}")
    @CsvSource({
        "05 01 00 01 7f000001 0050, 127.0.0.1:80",
        "05 01 00 04 20010db8000000000000000000000001 01bb, [2001:db8::1]:443",
        "05 01 00 04 00000000000000000000ffffa9fea9fe 0050, [::ffff:169.254.169.254]:80",
        "05 01 00 03 09 64656d6f2e74657374 01bb, demo.test:443",
        "05 01 00 03 0a 44454d4f2e746573742e ffff, demo.test:65535",
        "05 01 00 03 09 3132372e302e302e31 0001, 127.0.0.1:1",
    })
    void whatIsAskedForIsCanonical(String message, String destination) throws MalformedSocks {
        var request = (SocksReader.Request) whole(message, SocksReader::request);

        assertThat(String.valueOf(request.to())).isEqualTo(destination);
    }

    @ParameterizedTest(name = "command {0} asks for nothing")
    @CsvSource({"02", "03", "00", "f0"})
    void addressesOfOtherCommandsAreNotLookedAt(String command) throws MalformedSocks {
        var request = (SocksReader.Request) whole("05" + command + "00 01 00000000 0000", SocksReader::request);

        assertThat(request.command()).isEqualTo(Integer.parseInt(command, 16));
        assertThat(request.to()).isNull();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "06 01 00 01 7f000001 0050, has version 6 where it must have 5",
        "05 01 01 01 7f000001 0050, has something in its reserved byte",
        "05 01 00 02 7f000001 0050, 'has an address of kind 2, neither a name nor an IP address'",
        "05 01 00 01 7f000001 0000, has port 0",
        "05 01 00 03 00 0050, is empty",
        "05 01 00 03 05 612e00622e 0050, holds a space or a control character",
        "05 01 00 03 03 612f62 0050, holds a slash",
        "05 01 00 03 03 614062 0050, holds user information",
        "05 01 00 03 03 61c3a9 0050, holds characters that are not ASCII",
        "05 01 00 03 0a 32313330373036343333 0050, is no IPv4 address of four numbers",
        "05 01 00 03 04 30783766 0050, is no IPv4 address of four numbers",
    })
    void whatCannotBeReadIsMalformed(String message, String reason) {
        assertThatThrownBy(() -> SocksReader.request(hex(message)))
                .isInstanceOf(MalformedSocks.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"04 01 00 50", "47 45 54 20"})
    void anotherVersionIsSeenByTheFirstByte(String message) {
        for (int length = 1; length <= 4; length++) {
            var bytes = hex(message).slice(0, length);
            assertThatThrownBy(() -> SocksReader.offersUserAndPassword(bytes)).isInstanceOf(MalformedSocks.class);
            assertThatThrownBy(() -> SocksReader.credentials(bytes)).isInstanceOf(MalformedSocks.class);
            assertThatThrownBy(() -> SocksReader.request(bytes)).isInstanceOf(MalformedSocks.class);
        }
    }
}
