package io.tollhouse.proxy.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.tollhouse.contract.address.Host;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the node's own towards the upstream of a route. The certificate must chain to the JVM's trust store and be the
 * host's.
 */
public final class UpstreamTls {
    private static final long HANDSHAKE_SECONDS = 10;

    private final SslContext context;

    /** With the JVM's default trust store, as it is now. */
    public UpstreamTls() {
        this((X509Certificate[]) null);
    }

    /** @param trusted instead of the JVM's; null for the JVM's */
    UpstreamTls(X509Certificate @Nullable ... trusted) {
        var builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_1_1));
        try {
            context = (trusted == null ? builder : builder.trustManager(trusted)).build();
        } catch (SSLException e) {
            throw new IllegalStateException("this JVM has no TLS client: " + e.getMessage(), e);
        }
    }

    /** For one connection; stands first in its pipeline. */
    public SslHandler handler(ByteBufAllocator allocator, Host host, int port) {
        var address = host.address();
        var handler = context.newHandler(allocator, address == null ? host.text() : address.text(), port);
        if (!host.isLiteral()) {
            askFor(handler.engine(), host.text());
        }
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    /** The JDK leaves out names without a dot by itself, and knows no way to send one with an underscore. */
    private static void askFor(SSLEngine engine, String name) {
        if (name.indexOf('_') >= 0) {
            return;
        }
        var parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        engine.setSSLParameters(parameters);
    }
}
