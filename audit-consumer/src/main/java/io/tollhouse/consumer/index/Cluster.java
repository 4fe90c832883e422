package io.tollhouse.consumer.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;

/**
 * The client of Elasticsearch, once for the process: its typed form for bulk requests, and its plain form where bytes must
 * stay as they are. Safe from any thread.
 */
public final class Cluster implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;

    /** A bulk of an overloaded server may take long; its records wait in any case. */
    private static final int ANSWER_MILLIS = 30_000;

    private final RestClient rest;

    private Cluster(RestClient rest) {
        this.rest = rest;
    }

    /**
     * Makes the client; connects to nothing yet.
     *
     * @throws IOException where the file of {@code elasticsearch.ca} cannot be used
     */
    public static Cluster of(ClusterAccess access) throws IOException {
        var tls = tls(access.ca());
        var builder = RestClient.builder(access.urls().stream()
                        .map(url -> new HttpHost(url.getHost(), url.getPort(), url.getScheme()))
                        .toArray(HttpHost[]::new))
                .setDefaultHeaders(authorization(access).stream().toArray(Header[]::new))
                .setRequestConfigCallback(
                        config -> config.setConnectTimeout(CONNECT_MILLIS).setSocketTimeout(ANSWER_MILLIS))
                .setHttpClientConfigCallback(
                        http -> tls.map(http::setSSLContext).orElse(http));
        return new Cluster(builder.build());
    }

    private static Optional<Header> authorization(ClusterAccess access) {
        return access.apiKey()
                .map(key -> "ApiKey " + key.reveal())
                .or(() -> access.login().map(Cluster::basic))
                .map(value -> new BasicHeader("Authorization", value));
    }

    private static String basic(ClusterAccess.Login login) {
        var pair = login.username() + ":" + login.password().reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<SSLContext> tls(Optional<Path> ca) throws IOException {
        if (ca.isEmpty()) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(ca.get())) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new IOException("holds no certificate");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return Optional.of(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "elasticsearch.ca: cannot use " + ca.get() + " ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    e);
        }
    }

    /** For requests whose answers are read as bytes. */
    public RestClient rest() {
        return rest;
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
