package io.tollhouse.proxy.upstream;

import static io.netty.handler.codec.dns.DnsRecordType.A;
import static io.netty.handler.codec.dns.DnsRecordType.AAAA;
import static io.tollhouse.proxy.upstream.FakeNameServer.a;
import static io.tollhouse.proxy.upstream.FakeNameServer.aaaa;
import static io.tollhouse.proxy.upstream.FakeNameServer.cname;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.upstream.FakeNameServer.Rr;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class NettyResolverTest {
    private static final String NAME = "www.example.org";
    private static final Duration PATIENCE = Duration.ofMillis(600);
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final EventLoopGroup LOOPS = Transport.loops(1, "resolver-test");
    private static final EventLoop LOOP = LOOPS.next();

    private final FakeNameServer server = new FakeNameServer();
    private final NettyResolver resolver = resolver(server.address());

    private static NettyResolver resolver(InetSocketAddress... servers) {
        return onLoop(() -> new NettyResolver(LOOP, List.of(servers), PATIENCE, LIMIT));
    }

    @BeforeAll
    static void warmUp() { // so that the first test's patience is not spent on loading classes
        try (var server = new FakeNameServer()) {
            server.say(NAME, DnsResponseCode.NXDOMAIN);
            var resolver = onLoop(() -> new NettyResolver(LOOP, List.of(server.address())));
            assertThat(failure(resolver, NAME).isTimeout()).isFalse();
        }
    }

    @AfterEach
    void close() {
        onLoop(() -> {
            resolver.close();
            return true;
        });
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

        assertThat(addresses(NAME)).containsExactly("192.0.2.1", "192.0.2.2", "2001:db8::1");
        assertThat(server.questions()).containsExactlyInAnyOrder("A " + NAME + " udp", "AAAA " + NAME + " udp");
    }

    @Test
    void eachQuestionLeavesFromAPortOfItsOwn() {
        IntStream.range(0, 5).forEach(i -> failure(resolver, "n" + i + ".example.org"));

        assertThat(Set.copyOf(server.ports())).hasSize(10);
    }

    @Test
    void aliasesAreGivenInTheirOrder() throws Exception {
        server.say(
                NAME,
                A,
                cname(NAME, "Cdn.example.net"),
                cname("cdn.example.net", "edge.example.com"),
                a("EDGE.example.com", "192.0.2.1"));

        var answer = answer(NAME);

        assertThat(answer.aliases()).containsExactly(Host.parse("cdn.example.net"), Host.parse("edge.example.com"));
        assertThat(answer.addresses()).containsExactly(IpAddress.parse("192.0.2.1"));
    }

    @Test
    void anAliasWithoutItsAddressIsAskedFor() throws Exception {
        server.sayPart(NAME, A, cname(NAME, "cdn.example.net"));
        server.sayPart("cdn.example.net", A, cname("cdn.example.net", "edge.example.com"));
        server.say("edge.example.com", A, a("edge.example.com", "192.0.2.1"));

        var answer = answer(NAME);

        assertThat(answer.aliases()).containsExactly(Host.parse("cdn.example.net"), Host.parse("edge.example.com"));
        assertThat(answer.addresses()).containsExactly(IpAddress.parse("192.0.2.1"));
    }

    @Test
    void noQuestionFollowsTheServersLastWord() {
        server.say(NAME, A, cname(NAME, "cdn.example.net"));
        server.say(NAME, AAAA, cname(NAME, "cdn.example.net"));

        assertThat(failure(resolver, NAME).reason()).isEqualTo("the name has no address");
        assertThat(server.questions()).hasSize(2);
    }

    @Test
    void followUpsComeToAnEnd() {
        IntStream.range(0, 20)
                .mapToObj(i -> "n" + i + ".example.org")
                .forEach(name -> server.sayPart(name, A, cname(name, "n" + (number(name) + 1) + ".example.org")));

        assertThat(failure(resolver, "n0.example.org").isTimeout()).isFalse();
        assertThat(server.questions()).filteredOn(q -> q.startsWith("A ")).hasSize(3);
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1, name.indexOf('.')));
    }

    @Test
    void recordsOfOtherNamesAreIgnored() {
        server.say(NAME, A, a("other.example.org", "192.0.2.66"), a(NAME, "192.0.2.1"), a("example.org", "192.0.2.67"));

        assertThat(addresses(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void recordsOfAnotherWidthAreIgnored() {
        server.say(NAME, A, new Rr(NAME, A, 60, new byte[3]), new Rr(NAME, A, 60, new byte[16]), a(NAME, "192.0.2.1"));

        assertThat(addresses(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void addressesAreGivenAsTheyAre() {
        server.say(NAME, A, a(NAME, "127.0.0.1"));
        server.say(NAME, AAAA, aaaa(NAME, "::ffff:169.254.169.254"), aaaa(NAME, "::1"));

        assertThat(addresses(NAME)).containsExactly("127.0.0.1", "::ffff:169.254.169.254", "::1");
    }

    @Test
    void anAddressIsGivenOnce() {
        server.say(NAME, A, a(NAME, "192.0.2.1"), a(NAME, "192.0.2.1"));

        assertThat(addresses(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void aTruncatedAnswerIsAskedForOverTcpAndCutToItsLimit() {
        server.say(
                NAME,
                A,
                IntStream.range(0, 200).mapToObj(i -> a(NAME, "192.0.2." + i)).toArray(Rr[]::new));

        assertThat(addresses(NAME)).hasSize(64).startsWith("192.0.2.0", "192.0.2.1");
        assertThat(server.questions()).contains("A " + NAME + " udp", "A " + NAME + " tcp");
    }

    @Test
    void tooManyAliasesAreAMistake() {
        var chain = IntStream.range(0, 9)
                .mapToObj(i -> cname("n" + i + ".example.org", "n" + (i + 1) + ".example.org"))
                .toArray(Rr[]::new);
        server.say("n0.example.org", A, chain);

        assertThat(failure(resolver, "n0.example.org").reason()).contains("more than 8 aliases");
    }

    @Test
    void aliasesInACircleComeToAnEnd() {
        server.say(NAME, A, cname(NAME, "b.example.org"), cname("b.example.org", NAME));

        assertThat(failure(resolver, NAME).reason()).contains("more than 8 aliases");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"192.0.2.1", "a b.example.org", "a/b.example.org", "1.2.3.0x4", "na\u00efve.example.org"})
    void anAliasThatIsNoHostNameIsNotFollowed(String alias) {
        server.say(NAME, A, cname(NAME, alias), a(alias, "192.0.2.1"));

        assertThat(failure(resolver, NAME).reason()).contains("alias of something that is no host name");
    }

    @Test
    void aNameThatDoesNotExistIsSaidToBeSo() {
        server.say(NAME, DnsResponseCode.NXDOMAIN);

        var failure = failure(resolver, NAME);

        assertThat(failure.reason()).isEqualTo("the name does not exist");
        assertThat(failure.isTimeout()).isFalse();
        assertThat(known()).isEmpty();
    }

    @Test
    void oneFamilyIsEnough() {
        server.say(NAME, A, a(NAME, "192.0.2.1"));
        server.keepSilent(NAME, AAAA);

        assertThat(addresses(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void silenceIsATimeout() {
        server.keepSilent(NAME, A);
        server.keepSilent(NAME, AAAA);

        var failure = failure(resolver, NAME);

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

            var three = resolver(silent.address(), broken.address(), server.address());

            assertThat(texts(answer(three, NAME))).containsExactly("192.0.2.1");
            assertThat(broken.questions()).hasSize(2);
        }
    }

    @Test
    void aServerThatCannotAnswerIsNoTimeout() {
        server.say(NAME, DnsResponseCode.REFUSED);

        var failure = failure(resolver, NAME);

        assertThat(failure.isTimeout()).isFalse();
        assertThat(failure.reason()).isEqualTo("no name server could answer");
    }

    @Test
    void withoutServersNothingHasAnAddress() {
        assertThat(failure(resolver(), "localhost").reason()).contains("no name server (dns.servers)");
    }

    @Test
    void localhostIsANameLikeAnyOther() {
        server.say("localhost", A, a("localhost", "192.0.2.1"));

        assertThat(addresses("localhost")).containsExactly("192.0.2.1");
    }

    @Test
    void anAnswerIsKnownAfterwards() {
        server.say(NAME, A, a(NAME, "192.0.2.1"));
        assertThat(known()).isEmpty();

        var answer = answer(NAME);

        assertThat(known()).contains(answer);
        assertThat(answer(NAME)).isEqualTo(answer);
        assertThat(server.questions()).hasSize(2);
    }

    @Test
    void whoAsksAtTheSameTimeSharesTheAnswer() {
        server.say(NAME, A, a(NAME, "192.0.2.1"));

        var both = onLoop(() -> List.of(resolver.resolve(Host.parse(NAME)), resolver.resolve(Host.parse(NAME))));

        both.forEach(future ->
                assertThat(texts(future.syncUninterruptibly().getNow())).containsExactly("192.0.2.1"));
        assertThat(server.questions()).hasSize(2);
    }

    private List<String> addresses(String name) {
        return texts(answer(name));
    }

    private static List<String> texts(Resolver.Answer answer) {
        return answer.addresses().stream().map(IpAddress::text).toList();
    }

    private Resolver.Answer answer(String name) {
        return answer(resolver, name);
    }

    private static Resolver.Answer answer(NettyResolver resolver, String name) {
        return asked(resolver, name).syncUninterruptibly().getNow();
    }

    private static Unresolved failure(NettyResolver resolver, String name) {
        var failure = catchThrowableOfType(
                ExecutionException.class, () -> asked(resolver, name).get(10, TimeUnit.SECONDS));
        return (Unresolved) requireNonNull(failure.getCause());
    }

    private static Future<Resolver.Answer> asked(NettyResolver resolver, String name) {
        return onLoop(() -> resolver.resolve(Host.parse(name)));
    }

    private Optional<Resolver.Answer> known() {
        return onLoop(() -> Optional.ofNullable(resolver.known(Host.parse(NAME))));
    }

    private static <T> T onLoop(Callable<T> task) {
        return LOOP.submit(task).syncUninterruptibly().getNow();
    }
}
