package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.MalformedHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/**
 * Whatever a SOCKS client says, each message is whole, unfinished or malformed; one that is whole is not so before its last byte, and asks for
 * a canonical host.
 *
 * <p>One fuzz test for each class, since Jazzer takes one for each JVM.
 */
class SocksFuzz {
    private static final int LONGEST = 513;

    private static long executions;

    private interface Reading {
        @Nullable
        Object read(ByteBuf in) throws MalformedSocks;
    }

    @FuzzTest(maxDuration = "5s")
    void isWholeUnfinishedOrMalformed(byte[] said) throws MalformedHost, MalformedSocks {
        executions++;
        read(said, SocksReader::offersUserAndPassword);
        read(said, SocksReader::credentials);
        var read = read(said, SocksReader::request);
        if (read instanceof SocksReader.Request request && request.to() != null) {
            var to = request.to();
            assertThat(Host.parse(to.host().text())).isEqualTo(to.host());
            assertThat(to.port()).isBetween(1, 65_535);
        }
    }

    private static @Nullable Object read(byte[] said, Reading reading) throws MalformedSocks {
        var in = Unpooled.wrappedBuffer(said);
        Object read;
        try {
            read = reading.read(in);
        } catch (MalformedSocks e) {
            assertThat(e.reason()).isNotBlank();
            return null;
        }
        int taken = in.readerIndex();
        if (read == null) {
            assertThat(taken).as("nothing is taken of what is not whole").isZero();
            assertThat(said.length).isLessThan(LONGEST);
        } else {
            assertThat(taken).isBetween(2, LONGEST);
            assertThat(reading.read(Unpooled.wrappedBuffer(said, 0, taken - 1)))
                    .as("it is whole with its last byte")
                    .isNull();
        }
        return read;
    }

    @AfterAll
    static void wasFuzzed() {
        assertThat(executions).isGreaterThan(1_000);
    }
}
