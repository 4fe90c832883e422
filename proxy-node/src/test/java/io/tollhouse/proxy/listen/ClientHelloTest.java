package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.Hello.ENCRYPTED;
import static io.tollhouse.proxy.listen.Hello.SERVER_NAME;
import static io.tollhouse.proxy.listen.Hello.SUPPORTED_VERSIONS;
import static io.tollhouse.proxy.listen.Hello.entry;
import static io.tollhouse.proxy.listen.Hello.forHost;
import static io.tollhouse.proxy.listen.Hello.join;
import static io.tollhouse.proxy.listen.Hello.message;
import static io.tollhouse.proxy.listen.Hello.names;
import static io.tollhouse.proxy.listen.Hello.record;
import static io.tollhouse.proxy.listen.Hello.records;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.tollhouse.proxy.listen.ClientHello.Kind;
import io.tollhouse.proxy.listen.ClientHello.Result;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
    private static final String HOST = "www.example.org";

    static Stream<Arguments> complete() throws Exception {
        var message = forHost(HOST).message();
        return Stream.of(
                Arguments.of("a small one", record(22, message)),
                Arguments.of("one of the JDK", Hello.ofTheJdk(HOST)),
                Arguments.of("one over records of 7 bytes", records(message, 7)),
                Arguments.of("one over 64 records", records(message, (message.length + 63) / 64)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("complete")
    void aHelloIsReadHoweverItIsCut(String what, byte[] records) {
        for (int there = 0; there < records.length; there++) {
            assertThat(read(Arrays.copyOf(records, there)).kind())
                    .as("%d bytes of %s", there, what)
                    .isEqualTo(Kind.NEED_MORE);
        }
        var expected = new Result(Kind.COMPLETE, HOST, false, records.length, "");
        assertThat(read(records)).isEqualTo(expected);
        assertThat(read(join(records, new byte[] {23, 3, 3}))).isEqualTo(expected);
    }

    @Test
    void readingConsumesNothingAndMayBeginAnywhere() {
        var bytes = Unpooled.wrappedBuffer(
                        join(new byte[] {1, 2, 3}, forHost(HOST).record()))
                .skipBytes(3);

        assertThat(ClientHello.read(bytes).serverName()).isEqualTo(HOST);
        assertThat(bytes.readerIndex()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"a", "WWW.Example.ORG", "xn--mnchen-3ya.de", "192.0.2.1", "trailing.dot.", "a_b.example", "a:b"})
    void theNameIsGivenAsItStands(String name) {
        assertThat(read(forHost(name).record()).serverName()).isEqualTo(name);
    }

    @Test
    void aHelloMayNameNoHost() {
        assertThat(read(new Hello().record()))
                .returns(Kind.COMPLETE, Result::kind)
                .returns(null, Result::serverName);
        assertThat(read(record(22, new Hello().messageWithoutExtensions())))
                .returns(Kind.COMPLETE, Result::kind)
                .returns(null, Result::serverName);
    }

    @Test
    void anEncryptedHelloIsSeen() {
        var hello = forHost(HOST).extension(ENCRYPTED, new byte[8]).extension(SUPPORTED_VERSIONS, new byte[3]);

        assertThat(read(hello.record())).returns(true, Result::ech).returns(HOST, Result::serverName);
    }

    static Stream<Arguments> somethingElse() {
        return Stream.of(
                Arguments.of("HTTP", "GET / HTTP/1.1\r\n".getBytes(US_ASCII)),
                Arguments.of("SSH", "SSH-2.0-x\r\n".getBytes(US_ASCII)),
                Arguments.of("a hello of SSL 2", new byte[] {(byte) 0x80, 0x2e, 1, 3, 1}),
                Arguments.of("an alert", record(21, new byte[] {2, 40})),
                Arguments.of("data", record(23, new byte[3])),
                Arguments.of("the first byte of a record only", new byte[] {22, 4, 0, 0, 0}),
                Arguments.of("zeros", new byte[5]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("somethingElse")
    void somethingElseIsNotTls(String what, byte[] bytes) {
        assertThat(read(bytes).kind()).as(what).isEqualTo(Kind.NOT_TLS);
    }

    static Stream<Arguments> malformed() {
        var hello = forHost(HOST).message();
        var name = names(entry(0, HOST));
        return Stream.of(
                bad("another message", record(22, message(2, new byte[40])), "another message"),
                bad("an empty record", record(22, new byte[0]), "empty or too long"),
                bad("a record of 16385 bytes", record(22, new byte[16385]), "empty or too long"),
                bad("an unknown version", new byte[] {22, 3, 5, 0, 10}, "no known version"),
                bad("65 records", records(hello, hello.length / 65), "too many records"),
                bad("16 MiB announced", record(22, new byte[] {1, -1, -1, -1, 0}), "too many records or bytes"),
                bad(
                        "an alert amid it",
                        join(record(22, Arrays.copyOf(hello, 9)), record(21, new byte[2]), record(22, hello)),
                        "broken off"),
                bad("a second message in its record", record(22, join(hello, hello)), "followed by more"),
                bad(
                        "a byte behind the extensions",
                        forHost(HOST).behind(new byte[1]).record(),
                        "more than its lengths"),
                bad("half a body", record(22, message(1, new byte[20])), "less than its lengths"),
                bad("an empty body", record(22, message(1, new byte[0])), "less than its lengths"),
                bad("no suite", forHost(HOST).suites(new byte[0]).record(), "no cipher suite"),
                bad("half a suite", forHost(HOST).suites(new byte[3]).record(), "no cipher suite"),
                bad("a session id of 33 bytes", forHost(HOST).sessionId(33).record(), "session id"),
                bad("two names", extension(names(entry(0, "a"), entry(0, "b"))), "more than its lengths"),
                bad("a name of another type", extension(names(entry(1, "a"))), "names no host"),
                bad("an empty name", extension(names(entry(0, ""))), "names no host"),
                bad("a name of 256 bytes", extension(names(entry(0, "n".repeat(256)))), "names no host"),
                bad("an empty list", extension(names()), "less than its lengths"),
                bad("an empty extension", extension(new byte[0]), "less than its lengths"),
                bad("a byte behind the list", extension(join(name, new byte[1])), "more than its lengths"),
                bad(
                        "a list that is longer than it is",
                        extension(new byte[] {0, 9, 0, 0, 1, 'a'}),
                        "less than its lengths"),
                bad("a NUL in the name", extension(names(entry(0, "a\0.example"))), "printable ASCII"),
                bad("a space in the name", extension(names(entry(0, "a b"))), "printable ASCII"),
                bad("a name in Latin 1", extension(names(entry(0, "m\u00fcnchen.de"))), "printable ASCII"),
                bad("the names twice", forHost("a").extension(SERVER_NAME, name).record(), "an extension twice"),
                bad(
                        "another extension twice",
                        forHost(HOST)
                                .extension(5, new byte[0])
                                .extension(5, new byte[0])
                                .record(),
                        "an extension twice"));
    }

    private static Arguments bad(String what, byte[] bytes, String problem) {
        return Arguments.of(what, bytes, problem);
    }

    private static byte[] extension(byte[] serverName) {
        return new Hello().extension(SERVER_NAME, serverName).record();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatTwoReadersCouldReadInTwoWaysIsMalformed(String what, byte[] bytes, String problem) {
        var result = read(bytes);

        assertThat(result.kind()).as(what).isEqualTo(Kind.MALFORMED);
        assertThat(result.problem()).contains(problem);
        assertThat(result.serverName()).isNull();
    }

    @Test
    void aHelloThatNeverEndsIsMalformedWithinItsBounds() {
        var endless = record(22, join(new byte[] {1, 0, -1, -1}, new byte[16000]));

        var result = read(join(endless, endless, endless, endless, endless));

        assertThat(result.kind()).isEqualTo(Kind.MALFORMED);
    }

    private static Result read(byte[] bytes) {
        return ClientHello.read(Unpooled.wrappedBuffer(bytes));
    }
}
