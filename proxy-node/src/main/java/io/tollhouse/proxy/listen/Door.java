package io.tollhouse.proxy.listen;

import org.jspecify.annotations.Nullable;

/**
 * How clients may speak to the listener.
 *
 * @param plain whether without TLS
 * @param tls null where not with TLS
 */
public record Door(boolean plain, @Nullable ListenerTls tls) {
    /** Without TLS. */
    public static final Door PLAIN = new Door(true, null);
}
