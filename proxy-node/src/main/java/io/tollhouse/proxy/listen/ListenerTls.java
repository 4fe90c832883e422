package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS that agents speak to the node itself. Its certificate is read again when its files change; one that cannot be read changes nothing. */
public final class ListenerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Path certificate;
    private final Path key;
    private List<FileTime> read;
    private volatile SslContext context;

    private ListenerTls(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.read = times();
        this.context = load();
    }

    /**
     * Reads it.
     *
     * @param certificate with those between it and an authority behind it, in PEM
     * @param key of the first of them, PKCS#8 in PEM, without a password
     * @throws IOException with a sentence where it cannot be
     */
    public static ListenerTls load(Path certificate, Path key) throws IOException {
        return new ListenerTls(certificate, key);
    }

    private SslContext load() throws IOException {
        try {
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("listen.tls.certificate and listen.tls.key: no TLS with " + certificate + " and "
                    + key + ", which must be a chain of certificates and its PKCS#8 key, in PEM (" + e.getMessage()
                    + ")");
        }
    }

    private List<FileTime> times() throws IOException {
        return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }

    /**
     * What a thread of its own does until it is interrupted.
     *
     * @param trouble told each time what keeps a change from being seen; empty where nothing does
     */
    public void run(Consumer<String> trouble) throws InterruptedException {
        while (true) {
            look(trouble);
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Connections that there are keep what they began with. */
    void look(Consumer<String> trouble) {
        try {
            var now = times();
            if (!now.equals(read)) {
                context = load();
                read = now;
                LOG.info("{} is read again", certificate);
            }
            trouble.accept("");
        } catch (IOException e) {
            trouble.accept(e.getMessage() + "; agents see the one before");
        }
    }

    /** @param limit of the handshake */
    SslHandler handler(ByteBufAllocator buffers, Duration limit) {
        var handler = context.newHandler(buffers);
        handler.setHandshakeTimeoutMillis(limit.toMillis());
        return handler;
    }
}
