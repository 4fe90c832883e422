package io.tollhouse.consumer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.elasticsearch.client.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client trusts. */
class ClusterTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        var keys = keys();
        Files.writeString(folder.resolve("ca.pem"), pem(keys));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static KeyStore keys() throws Exception {
        var file = folder.resolve("keys.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        int exit = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "es",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        assertThat(exit).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static String pem(KeyStore keys) throws Exception {
        var body =
                Base64.getMimeEncoder().encodeToString(keys.getCertificate("es").getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    private static int ask(Optional<Path> ca) throws IOException {
        var url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        try (var cluster = Cluster.of(new ClusterAccess(List.of(url), Optional.empty(), Optional.empty(), ca))) {
            return cluster.rest()
                    .performRequest(new Request("GET", "/_cluster/health"))
                    .getStatusLine()
                    .getStatusCode();
        }
    }

    @Test
    void aServerOfTheNamedAuthorityIsBelieved() throws Exception {
        assertThat(ask(Optional.of(folder.resolve("ca.pem")))).isEqualTo(200);
    }

    @Test
    void anyOtherIsNot() {
        assertThatThrownBy(() -> ask(Optional.empty())).isInstanceOf(SSLException.class);
    }

    @Test
    void aFileThatIsNoCertificateIsToldByItsKey() throws Exception {
        var file = Files.writeString(folder.resolve("none.pem"), "");

        assertThatThrownBy(() -> ask(Optional.of(file))).hasMessageStartingWith("elasticsearch.ca: cannot use " + file);
        assertThatThrownBy(() -> ask(Optional.of(folder.resolve("missing.pem"))))
                .hasMessageStartingWith("elasticsearch.ca: cannot use ");
    }
}
