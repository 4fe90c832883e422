package io.tollhouse.local.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * An agent that speaks to a node in plain bytes, so that a test decides what is on the wire.
 *
 * @param credentials {@code name:secret}; empty for none
 */
public record Agent(InetSocketAddress proxy, Optional<String> credentials) {
    private static final int MILLIS = (int) Duration.ofSeconds(20).toMillis();

    public static Agent of(InetSocketAddress proxy, String name, String secret) {
        return new Agent(proxy, Optional.of(name + ":" + secret));
    }

    public static Agent nobody(InetSocketAddress proxy) {
        return new Agent(proxy, Optional.empty());
    }

    /**
     * What came back.
     *
     * @param status 0 where nothing did
     * @param reason behind the status
     * @param headers names in lower case
     */
    public record Answer(int status, String reason, Map<String, String> headers, String body) {
        public Answer {
            headers = Map.copyOf(headers);
        }

        /** The rule that a refusal names. */
        public String rule() {
            return headers.getOrDefault("x-tollhouse-rule", "");
        }

        /** The id under which the audit trail knows the request. */
        public String request() {
            return headers.getOrDefault("x-tollhouse-request", "");
        }
    }

    /** A request in absolute form: {@code GET http://host/path}. */
    public Answer get(String url) throws IOException {
        var authority = url.replaceFirst("^http://", "").replaceFirst("/.*$", "");
        try (var socket = connect()) {
            write(
                    socket,
                    "GET " + url + " HTTP/1.1\r\nHost: " + authority + "\r\n" + credentialsLine()
                            + "Connection: close\r\n\r\n");
            return read(socket.getInputStream());
        }
    }

    /** A CONNECT alone; what the node answers to it. */
    public Answer connect(String authority) throws IOException {
        try (var socket = connect()) {
            return tunnel(socket, authority);
        }
    }

    /** A tunnel that the caller closes. */
    public Socket open(String authority) throws IOException {
        var socket = connect();
        var answer = tunnel(socket, authority);
        if (answer.status() != 200) {
            socket.close();
            throw new IOException("no tunnel to " + authority + ": " + answer);
        }
        return socket;
    }

    /**
     * A CONNECT, and through the tunnel a GET over TLS; a refused CONNECT is the answer.
     *
     * @param host with brackets where it is an IPv6 address
     */
    public Answer getOverTls(String host, int port, String path) throws IOException {
        try (var socket = connect()) {
            var opened = tunnel(socket, host + ":" + port);
            if (opened.status() != 200) {
                return opened;
            }
            var tls = tls(socket, host, port);
            write(tls, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            return read(tls.getInputStream());
        }
    }

    private Answer tunnel(Socket socket, String authority) throws IOException {
        write(socket, "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + credentialsLine() + "\r\n");
        return read(socket.getInputStream());
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.connect(proxy, MILLIS);
        socket.setSoTimeout(MILLIS);
        return socket;
    }

    private String credentialsLine() {
        return credentials
                .map(text -> "Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\r\n")
                .orElse("");
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static Answer read(InputStream in) throws IOException {
        var lines = head(in).split("\r\n", -1);
        var status = lines[0].split(" ", 3);
        var headers = new HashMap<String, String>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int code = Integer.parseInt(status[1]);
        var reason = status.length > 2 ? status[2] : "";
        // The bytes behind the head of an opened tunnel are its own.
        boolean tunnel =
                code == 200 && !headers.containsKey("content-length") && !headers.containsKey("transfer-encoding");
        return new Answer(code, reason, headers, tunnel ? "" : body(in, headers));
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended before an answer: '" + head + "'");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        var length = headers.get("content-length");
        var bytes = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Believes every certificate: the destinations of tests sign their own. */
    private static SSLSocket tls(Socket socket, String host, int port) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsEveryone()}, new SecureRandom());
            var tls = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, host.replaceAll("[\\[\\]]", ""), port, true);
            tls.startHandshake(); // names the host to the server where it is a name, as RFC 6066 has it
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static final class TrustsEveryone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
