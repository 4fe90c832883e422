package io.tollhouse.proxy.upstream;

import static io.netty.handler.codec.dns.DnsRecordType.A;
import static io.netty.handler.codec.dns.DnsRecordType.AAAA;
import static io.tollhouse.proxy.upstream.FakeNameServer.a;
import static io.tollhouse.proxy.upstream.FakeNameServer.aaaa;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.upstream.FakeNameServer.Rr;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NettyResolverTest {
    private static final String NAME = "www.example.org";

    private static final EventLoopGroup LOOPS = Transport.loops(1, "resolver-test");
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
    void bothFamiliesAreAskedAndIpv4ComesFirst() {
        server.say(NAME, A, a(NAME, "192.0.2.1"), a(NAME, "192.0.2.2"));
        server.say(NAME, AAAA, aaaa(NAME, "2001:db8::1"));

        assertThat(resolver.addresses(NAME)).containsExactly("192.0.2.1", "192.0.2.2", "2001:db8::1");
        assertThat(server.questions()).containsExactlyInAnyOrder("A " + NAME + " udp", "AAAA " + NAME + " udp");
    }

    @Test
    void eachQuestionLeavesFromAPortOfItsOwn() {
        IntStream.range(0, 5).forEach(i -> resolver.failure("n" + i + ".example.org"));

        assertThat(Set.copyOf(server.ports())).hasSize(10);
    }

    @Test
    void recordsOfOtherNamesAreIgnored() {
        server.say(NAME, A, a("other.example.org", "192.0.2.66"), a(NAME, "192.0.2.1"), a("example.org", "192.0.2.67"));

        assertThat(resolver.addresses(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void recordsOfAnotherWidthAreIgnored() {
        server.say(NAME, A, new Rr(NAME, A, 60, new byte[3]), new Rr(NAME, A, 60, new byte[16]), a(NAME, "192.0.2.1"));

        assertThat(resolver.addresses(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void addressesAreGivenAsTheyAre() {
        server.say(NAME, A, a(NAME, "127.0.0.1"));
        server.say(NAME, AAAA, aaaa(NAME, "::ffff:169.254.169.254"), aaaa(NAME, "::1"));

        assertThat(resolver.addresses(NAME)).containsExactly("127.0.0.1", "::ffff:169.254.169.254", "::1");
    }

    @Test
    void anAddressIsGivenOnce() {
        server.say(NAME, A, a(NAME, "192.0.2.1"), a(NAME, "192.0.2.1"));

        assertThat(resolver.addresses(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void aTruncatedAnswerIsAskedForOverTcpAndCutToItsLimit() {
        server.say(
                NAME,
                A,
                IntStream.range(0, 200).mapToObj(i -> a(NAME, "192.0.2." + i)).toArray(Rr[]::new));

        assertThat(resolver.addresses(NAME)).hasSize(64).startsWith("192.0.2.0", "192.0.2.1");
        assertThat(server.questions()).contains("A " + NAME + " udp", "A " + NAME + " tcp");
    }

    @Test
    void aNameThatDoesNotExistIsSaidToBeSo() {
        server.say(NAME, DnsResponseCode.NXDOMAIN);

        var failure = resolver.failure(NAME);

        assertThat(failure.reason()).isEqualTo("the name does not exist");
        assertThat(failure.isTimeout()).isFalse();
        assertThat(resolver.known(NAME)).isEmpty();
    }

    @Test
    void oneFamilyIsEnough() {
        server.say(NAME, A, a(NAME, "192.0.2.1"));
        server.keepSilent(NAME, AAAA);

        assertThat(resolver.addresses(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void silenceIsATimeout() {
        server.keepSilent(NAME, A);
        server.keepSilent(NAME, AAAA);

        var hasty = new AskedResolver(LOOP, Duration.ofMillis(200), server.address());

        var failure = hasty.failure(NAME);

        assertThat(failure.isTimeout()).isTrue();
        assertThat(failure.reason()).isEqualTo("no name server answered in time");
    }

    @Test
    void theNextServerIsAskedWhereOneIsSilentOrCannotAnswer() {
        try (var silent = new FakeNameServer();
                var broken = new FakeNameServer()) {
            silent.keepSilent(NAME, A);
            silent.keepSilent(NAME, AAAA);
            broken.say(NAME, DnsResponseCode.SERVFAIL);
            server.say(NAME, A, a(NAME, "192.0.2.1"));

            var three = new AskedResolver(LOOP, silent.address(), broken.address(), server.address());

            assertThat(three.addresses(NAME)).containsExactly("192.0.2.1");
            assertThat(broken.questions()).hasSize(2);
        }
    }

    @Test
    void aServerThatCannotAnswerIsNoTimeout() {
        server.say(NAME, DnsResponseCode.REFUSED);

        var failure = resolver.failure(NAME);

        assertThat(failure.isTimeout()).isFalse();
        assertThat(failure.reason()).isEqualTo("no name server could answer");
    }

    @Test
    void withoutServersNothingHasAnAddress() {
        assertThat(new AskedResolver(LOOP).failure("localhost").reason()).contains("no name server (dns.servers)");
    }

    @Test
    void localhostIsANameLikeAnyOther() {
        server.say("localhost", A, a("localhost", "192.0.2.1"));

        assertThat(resolver.addresses("localhost")).containsExactly("192.0.2.1");
    }

    @Test
    void anAnswerIsKnownAfterwards() {
        server.say(NAME, A, a(NAME, "192.0.2.1"));
        assertThat(resolver.known(NAME)).isEmpty();

        var answer = resolver.answer(NAME);

        assertThat(resolver.known(NAME)).contains(answer);
        assertThat(resolver.answer(NAME)).isEqualTo(answer);
        assertThat(server.questions()).hasSize(2);
    }

    @Test
    void whoAsksAtTheSameTimeSharesTheAnswer() {
        server.say(NAME, A, a(NAME, "192.0.2.1"));

        assertThat(resolver.addresses(NAME, 5)).hasSize(5).containsOnly(List.of("192.0.2.1"));
        assertThat(server.questions()).hasSize(2);
    }
}
