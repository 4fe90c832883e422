package io.tollhouse.proxy.upstream;

import static io.netty.handler.codec.dns.DnsRecordType.A;
import static io.netty.handler.codec.dns.DnsRecordType.AAAA;
import static io.tollhouse.proxy.upstream.FakeNameServer.a;
import static io.tollhouse.proxy.upstream.FakeNameServer.cname;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.upstream.FakeNameServer.Rr;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class AliasesTest {
    private static final String NAME = "www.example.org";

    private static final EventLoopGroup LOOPS = Transport.loops(1, "aliases-test");
    private static final EventLoop LOOP = LOOPS.next();

    private final FakeNameServer server = new FakeNameServer();
    private final AskedResolver resolver = new AskedResolver(LOOP, server.address());

    @AfterEach
    void close() {
        resolver.close();
        server.close();
    }

    @AfterAll
    static void stop() {
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aliasesAreGivenInTheirOrder() throws Exception {
        server.say(
                NAME,
                A,
                cname(NAME, "Cdn.example.net"),
                cname("cdn.example.net", "edge.example.com"),
                a("EDGE.example.com", "192.0.2.1"));

        var answer = resolver.answer(NAME);

        assertThat(answer.aliases()).containsExactly(Host.parse("cdn.example.net"), Host.parse("edge.example.com"));
        assertThat(answer.addresses()).containsExactly(IpAddress.parse("192.0.2.1"));
    }

    /** Nobody has judged that name, and it may hold labels that the client chose. */
    @Test
    void anAliasIsNotAskedForWhereItsAddressIsMissing() {
        server.sayPart(NAME, A, cname(NAME, "cdn.example.net"));
        server.sayPart(NAME, AAAA, cname(NAME, "cdn.example.net"));
        server.say("cdn.example.net", A, a("cdn.example.net", "192.0.2.1"));

        assertThat(resolver.failure(NAME).reason()).isEqualTo("the name has no address");
        assertThat(server.questions()).containsExactlyInAnyOrder("A " + NAME + " udp", "AAAA " + NAME + " udp");
    }

    @Test
    void tooManyAliasesAreAMistake() {
        var chain = IntStream.range(0, 9)
                .mapToObj(i -> cname("n" + i + ".example.org", "n" + (i + 1) + ".example.org"))
                .toArray(Rr[]::new);
        server.say("n0.example.org", A, chain);

        assertThat(resolver.failure("n0.example.org").reason()).contains("more than 8 aliases");
    }

    @Test
    void aliasesInACircleComeToAnEnd() {
        server.say(NAME, A, cname(NAME, "b.example.org"), cname("b.example.org", NAME));

        assertThat(resolver.failure(NAME).reason()).contains("more than 8 aliases");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"192.0.2.1", "a b.example.org", "a/b.example.org", "1.2.3.0x4", "na\u00efve.example.org"})
    void anAliasThatIsNoHostNameIsNotFollowed(String alias) {
        server.say(NAME, A, cname(NAME, alias), a(alias, "192.0.2.1"));

        assertThat(resolver.failure(NAME).reason()).contains("alias of something that is no host name");
    }
}
