package io.tollhouse.proxy.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslHandler;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class UpstreamTlsTest {
    private static final EventLoopGroup LOOPS = Transport.loops(1, "tls-test");

    /** Handshakes that were finished, as {@code protocol name}. */
    private static final BlockingQueue<String> SERVED = new LinkedBlockingQueue<>();

    private static SSLServerSocket server;
    private static X509Certificate certificate;

    @BeforeAll
    static void serve(@TempDir Path folder) throws Exception {
        var keys = TestKeys.make(folder.resolve("keys.p12"), "server", "dns:upstream.test,dns:single,ip:127.0.0.1");
        certificate = (X509Certificate) requireNonNull(keys.getCertificate("server"));
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, TestKeys.PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var thread = new Thread(UpstreamTlsTest::acceptAll, "tls-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static void acceptAll() {
        while (!server.isClosed()) {
            try (var socket = (SSLSocket) server.accept()) {
                var parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                SERVED.add(socket.getApplicationProtocol() + " " + nameIn((ExtendedSSLSession) socket.getSession()));
            } catch (IOException e) {
                // a client that did not like the certificate, or the end of the test
            }
        }
    }

    private static String nameIn(ExtendedSSLSession session) {
        var names = session.getRequestedServerNames();
        return names.isEmpty() ? "-" : ((SNIHostName) names.get(0)).getAsciiName();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"upstream.test", "single"})
    void aCertificateOfTheNameIsTakenAndHttp1IsAskedFor(String host) throws Exception {
        handshake(new UpstreamTls(certificate), host);

        assertThat(SERVED.poll(10, TimeUnit.SECONDS)).isEqualTo("http/1.1 " + host);
    }

    @Test
    void aCertificateOfTheAddressIsTakenWithoutAName() throws Exception {
        handshake(new UpstreamTls(certificate), "127.0.0.1");

        assertThat(SERVED.poll(10, TimeUnit.SECONDS)).isEqualTo("http/1.1 -");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"other.test", "sub.upstream.test", "127.0.0.2", "[::1]", "under_score.test"})
    void aCertificateOfAnotherNameIsNot(String host) {
        assertThat(failure(new UpstreamTls(certificate), host)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNot() {
        assertThat(failure(new UpstreamTls(), "upstream.test"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("certification path");
    }

    private static SSLException failure(UpstreamTls tls, String host) {
        var failure = catchThrowableOfType(ExecutionException.class, () -> handshake(tls, host));
        return (SSLException) requireNonNull(failure.getCause());
    }

    private static void handshake(UpstreamTls tls, String host) throws Exception {
        var channel = new Bootstrap()
                .group(LOOPS)
                .channel(Transport.socket())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) throws MalformedHost {
                        channel.pipeline()
                                .addLast(tls.handler(channel.alloc(), Host.parse(host), 443), new Unattended());
                    }
                })
                .connect(server.getLocalSocketAddress())
                .sync()
                .channel();
        try {
            channel.pipeline().get(SslHandler.class).handshakeFuture().get(15, TimeUnit.SECONDS);
        } finally {
            channel.close().sync();
        }
    }
}
