package io.tollhouse.local.probe;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small HTTP questions on loopback. The JDK's old client, since it starts in a tenth of the time of the new one. */
public final class Http {
    private static final int MAX_ANSWER = 1 << 20;
    private static final int CONNECT_MILLIS = 500;

    private Http() {}

    /**
     * An answer; status 0 stands for none, and the body is then the reason.
     *
     * @param headers the first of each name, names in lower case
     */
    public record Answer(int status, Map<String, String> headers, String body) {
        public Answer {
            headers = Map.copyOf(headers);
        }

        public boolean isOk() {
            return status == 200;
        }
    }

    public static Answer get(URI uri, Map<String, String> headers, Duration limit) {
        return ask("GET", uri, Proxy.NO_PROXY, headers, null, limit);
    }

    public static Answer get(URI uri) {
        return get(uri, Map.of(), Duration.ofSeconds(1));
    }

    public static Answer put(URI uri, Map<String, String> headers, String body, Duration limit) {
        return ask("PUT", uri, Proxy.NO_PROXY, headers, body, limit);
    }

    /** Through a proxy on loopback, without credentials. */
    public static Answer getThrough(int proxyPort, URI uri) {
        var proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxyPort));
        return ask("GET", uri, proxy, Map.of(), null, Duration.ofSeconds(5));
    }

    private static Answer ask(
            String method, URI uri, Proxy proxy, Map<String, String> headers, @Nullable String body, Duration limit) {
        try {
            var connection = (HttpURLConnection) uri.toURL().openConnection(proxy);
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout((int) limit.toMillis());
            connection.setUseCaches(false);
            headers.forEach(connection::setRequestProperty);
            if (body != null) {
                send(connection, body);
            }
            return answer(connection);
        } catch (IOException e) {
            return new Answer(0, Map.of(), e.getClass().getSimpleName());
        }
    }

    private static void send(HttpURLConnection connection, String body) throws IOException {
        connection.setDoOutput(true);
        try (var out = connection.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        var stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        var headers = headers(connection);
        if (stream == null) {
            return new Answer(status, headers, "");
        }
        try (stream) {
            return new Answer(status, headers, new String(stream.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8));
        }
    }

    private static Map<String, String> headers(HttpURLConnection connection) {
        var headers = new HashMap<String, String>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) { // the status line has none
                headers.put(name.toLowerCase(Locale.ROOT), values.get(0));
            }
        });
        return headers;
    }
}
