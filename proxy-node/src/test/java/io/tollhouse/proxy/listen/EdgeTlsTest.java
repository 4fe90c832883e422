package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.TestKeys;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that speak TLS to the node itself, over real sockets. */
@ExtendWith(NoLeaks.class)
class EdgeTlsTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;
    private ListenerTls tls;
    private EdgeFixture node;

    @BeforeEach
    void start() throws Exception {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        make("first");
        tls = ListenerTls.load(certificate, key);
        node = new EdgeFixture(new Door(false, tls));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** A new certificate of this name, and its key. */
    private void make(String name) throws Exception {
        var keys = TestKeys.make(folder.resolve(name + ".p12"), name, "ip:127.0.0.1");
        pem(certificate, "CERTIFICATE", keys.getCertificate(name).getEncoded());
        pem(
                key,
                "PRIVATE KEY",
                keys.getKey(name, TestKeys.PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(Path file, String what, byte[] bytes) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    /** A client that believes this certificate alone. */
    private SSLSocket connect(String... protocols) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (var name : List.of("first", "second")) {
            if (Files.exists(folder.resolve(name + ".p12"))) {
                var store = TestKeys.read(folder.resolve(name + ".p12"));
                trusted.setCertificateEntry(name, store.getCertificate(name));
            }
        }
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        var address = node.edge.address();
        var socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private static String subject(SSLSocket socket) throws IOException {
        socket.startHandshake();
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void requestsAndTheirAnswersGoThroughIt(String protocol) throws Exception {
        try (var origin = Origin.answering(HELLO);
                var agent = new Agent(connect(protocol))) {
            node.policy(route("demo.test", "http", origin.port()));
            for (int i = 0; i < 2; i++) {
                assertThat(agent.ask(Agent.get("http://demo.test/")).text()).isEqualTo("hello");
            }
            assertThat(agent.ask(Agent.get("http://closed.test/")).status()).isEqualTo(403);
        }
    }

    @Test
    void aTunnelPassesBothEndsOn() throws Exception {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var agent = new Agent(connect("TLSv1.3"))) {
            node.policy(route("demo.test", "tcp", origin.port()));
            assertThat(agent.ask(Agent.connect("demo.test:443")).status()).isEqualTo(200);
            agent.say(hello);
            assertThat(agent.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
            agent.socket().shutdownOutput();
            assertThat(agent.rest()).isEmpty();
        }
        node.tells("admission route to-demo-test success", "outcome route to-demo-test success");
    }

    @Test
    void socksIsSpokenInsideToo() throws Exception {
        try (var origin = Origin.answering(HELLO);
                var agent = new Agent(connect())) {
            node.policy(route("demo.test", "http", origin.port()));
            agent.say(new byte[] {5, 1, 2});
            assertThat(agent.socket().getInputStream().readNBytes(2)).containsExactly(5, 2);
        }
    }

    @Test
    void aResponseThatBreaksOffEndsWithoutTheEndOfTls() throws Exception {
        try (var origin = Origin.that(
                        visit -> visit.until("\r\n\r\n").say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
                var socket = connect();
                var agent = new Agent(socket)) {
            node.policy(route("demo.test", "http", origin.port()));
            agent.say(Agent.get("http://demo.test/"));
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"GET http://demo.test/ HTTP/1.1\r\n", "\005\001\002", "\004\001"})
    void whoSpeaksInClearIsRefusedUnheard(String says) throws Exception {
        try (var agent = new Agent(node.edge.address())) {
            agent.say(says.getBytes(US_ASCII));
            assertThat(new String(agent.rest(), US_ASCII))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("speak TLS to this node");
        }
        node.tells("refusal malformed builtin.malformed failure");
    }

    @Test
    void bothMayBeSpokenWhereThatIsSaid() throws Exception {
        try (var both = new EdgeFixture(new Door(true, tls));
                var origin = Origin.answering(HELLO);
                var agent =
                        both.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(agent.ask(Agent.get("http://demo.test/")).text()).isEqualTo("hello");
        }
    }

    @Test
    void aHandshakeThatIsNoneEndsTheConnection() throws Exception {
        try (var agent = new Agent(node.edge.address())) {
            agent.say(new byte[] {22, 3, 1, 0, 4, 1, 2, 3, 4});
            agent.rest();
        }
        try (Socket socket = connect()) {
            assertThat(subject((SSLSocket) socket)).isEqualTo("CN=first");
        }
        assertThat(node.story()).isEmpty();
    }

    @Test
    void aNewCertificateIsSeenByTheNextClient() throws Exception {
        make("second");
        for (var file : List.of(certificate, key)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        }
        tls.look(trouble -> assertThat(trouble).isEmpty());
        try (var socket = connect()) {
            assertThat(subject(socket)).isEqualTo("CN=second");
        }
    }

    @Test
    void oneThatCannotBeReadChangesNothing() throws Exception {
        Files.writeString(key, "no key");
        Files.setLastModifiedTime(key, FileTime.from(Instant.now().plusSeconds(5)));
        var troubles = new ArrayList<String>();
        tls.look(troubles::add);
        assertThat(troubles).singleElement().asString().contains("listen.tls.key", "agents see the one before");
        try (var socket = connect()) {
            assertThat(subject(socket)).isEqualTo("CN=first");
        }
    }

    @Test
    void aNodeDoesNotStartWithoutOne() throws Exception {
        Files.writeString(key, "no key");
        assertThatThrownBy(() -> ListenerTls.load(certificate, key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("listen.tls.key")
                .hasMessageContaining("PKCS#8");
        assertThatThrownBy(() -> ListenerTls.load(folder.resolve("nowhere"), key))
                .isInstanceOf(IOException.class);
    }
}
