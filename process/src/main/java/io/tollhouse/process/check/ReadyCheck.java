package io.tollhouse.process.check;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A container's health check, for images without a shell or curl: exit code 0 where the URL answers 200, else 1; its one
 * argument is {@code http://127.0.0.1:PORT/readyz}. What the process says of itself is printed.
 *
 * <p>The JDK's old HTTP client, since a check is mostly start.
 */
public final class ReadyCheck {
    private static final int LIMIT_MILLIS = 2_000;
    private static final int MAX_ANSWER = 4_096;

    private ReadyCheck() {}

    public static void main(String[] args) {
        System.exit(isReady(args[0]) ? 0 : 1);
    }

    static boolean isReady(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            System.out.print(body(connection, status));
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            System.out.println("no answer (" + e + ")");
            return false;
        }
    }

    private static String body(HttpURLConnection connection, int status) throws IOException {
        var stream = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : Objects.requireNonNullElse(connection.getErrorStream(), java.io.InputStream.nullInputStream());
        try (stream) {
            return new String(stream.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
        }
    }
}
