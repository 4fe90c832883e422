package io.tollhouse.proxy.listen;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client of a node that writes what it likes to the wire, and reads answers. */
final class Agent implements AutoCloseable {
    static final String NAME = "research-1";
    static final String SECRET = "demo";
    static final String AUTHORIZATION = authorization(NAME);

    /** Another agent, with the same secret. */
    static final String OTHER = "research-2";

    private static final int TIMEOUT_MILLIS = 10_000;

    /** An answer; names of fields in lower case. */
    record Answer(int status, String phrase, Map<String, String> fields, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Nullable
        String field(String name) {
            return fields.get(name);
        }
    }

    private final Socket socket;
    private boolean wasReset;

    Agent(InetSocketAddress node) throws IOException {
        socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(node);
    }

    /** Over a socket that is connected already. */
    Agent(Socket connected) {
        socket = connected;
    }

    Socket socket() {
        return socket;
    }

    static String authorization(String name) {
        var pair = (name + ":" + SECRET).getBytes(StandardCharsets.UTF_8);
        return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(pair) + "\r\n";
    }

    /** A GET in absolute form, with credentials. */
    static String get(String url) {
        return request("GET", url, "", "");
    }

    /** A request in absolute form, with credentials and these further fields, each with its line end. */
    static String request(String method, String url, String fields, String body) {
        var authority = url.substring("http://".length()).split("[/?]", 2)[0];
        return method + " " + url + " HTTP/1.1\r\nHost: " + authority + "\r\n" + AUTHORIZATION + fields + "\r\n" + body;
    }

    static String connect(String authority) {
        return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + AUTHORIZATION + "\r\n";
    }

    Agent say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Agent say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Says it and ends its side, as far as it can in one segment. */
    Agent sayLast(String text) throws IOException {
        say(text);
        socket.shutdownOutput();
        return this;
    }

    Answer ask(String request) throws IOException {
        return say(request).answer(request.startsWith("HEAD "));
    }

    Answer answer() throws IOException {
        return answer(false);
    }

    private Answer answer(boolean bodyless) throws IOException {
        var in = socket.getInputStream();
        var start = line(in).split(" ", 3);
        var fields = fields(in);
        int status = Integer.parseInt(start[1]);
        boolean none = bodyless || status < 200 || status == 204 || status == 304 || isTunnel(start[2]);
        return new Answer(status, start[2], fields, none ? new byte[0] : body(in, fields));
    }

    private static boolean isTunnel(String phrase) {
        return phrase.equals("Connection established");
    }

    private static Map<String, String> fields(InputStream in) throws IOException {
        var fields = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var parts = line.split(": ?", 2);
            fields.merge(parts[0].toLowerCase(Locale.ROOT), parts[1], (a, b) -> a + ", " + b);
        }
        return fields;
    }

    private static byte[] body(InputStream in, Map<String, String> fields) throws IOException {
        if ("chunked".equals(fields.get("transfer-encoding"))) {
            return chunks(in);
        }
        var length = fields.get("content-length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the node closed the connection; so far: " + line);
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }

    /** Everything that still comes before the end of the connection, or before its reset. */
    byte[] rest() throws IOException {
        var rest = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(rest);
        } catch (SocketException e) {
            wasReset = true;
        }
        return rest.toByteArray();
    }

    /** Whether {@link #rest} met a reset rather than an end. */
    boolean wasReset() {
        return wasReset;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
