package io.tollhouse.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tollhouse.contract.yaml.Words;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;

/**
 * Asks, and turns what is no good answer into a sentence.
 *
 * <p>Always directly, whatever proxy the environment names: that may be the very fleet that is being configured.
 */
final class Transport {
    private static final int MAX_ANSWER = 16 << 20;
    private static final int CONNECT_MILLIS = 5_000;

    /** Longer than the distributor waits for Kafka and for the audit consumer. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Endpoint endpoint;

    Transport(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A document. */
    JsonNode get(String path, Duration limit) throws ApiException {
        try {
            return document(answered(open("GET", path, limit)));
        } catch (IOException e) {
            throw silent(e);
        }
    }

    /**
     * Sends something once, and never again by itself: a second one would be done twice.
     *
     * @param body may be empty
     * @param effect that it has, said where the answer is lost
     */
    JsonNode send(String method, String path, byte[] body, Map<String, String> headers, Effect effect)
            throws ApiException {
        return send(method, path, Body.of(body), headers, effect, LIMIT);
    }

    /** The same with another limit of time, for what is long. */
    JsonNode send(String method, String path, Body body, Map<String, String> headers, Effect effect, Duration limit)
            throws ApiException {
        try {
            var connection = open(method, path, limit);
            headers.forEach(connection::setRequestProperty);
            connection.setDoOutput(true);
            // without this the JDK repeats a request whose answer is lost
            connection.setFixedLengthStreamingMode(body.length());
            try (var out = connection.getOutputStream()) {
                body.writeTo(out);
            }
            return document(answered(connection));
        } catch (ConnectException | UnknownHostException e) {
            throw new Unreachable(notReached(e) + " " + effect.none()
                    + " Start a distributor there (./tollhouse up starts a whole fleet on this machine), or name another one"
                    + " with --api URL.");
        } catch (IOException e) {
            throw new Unreachable("the API at " + endpoint.base()
                    + " gave no answer to what was sent, which may have been " + effect.perhaps()
                    + " all the same. Look at " + effect.look() + " before you send it again.");
        }
    }

    /** Lines as they come. */
    Lines lines(String path, Duration silence) throws ApiException {
        try {
            return new Lines(answered(open("GET", path, silence)), this);
        } catch (IOException e) {
            throw silent(e);
        }
    }

    private HttpURLConnection open(String method, String path, Duration limit) throws IOException {
        var connection =
                (HttpURLConnection) URI.create(endpoint.base() + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) Math.min(CONNECT_MILLIS, limit.toMillis()));
        connection.setReadTimeout((int) limit.toMillis());
        connection.setUseCaches(false);
        connection.setInstanceFollowRedirects(false); // the token is for this address
        connection.setRequestProperty(
                "Authorization", "Bearer " + endpoint.token().reveal());
        return connection;
    }

    private HttpURLConnection answered(HttpURLConnection connection) throws IOException, ApiException {
        int status = connection.getResponseCode();
        if (status >= 200 && status < 300) {
            return connection;
        }
        var problem = problem(connection);
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED) { // to what was streamed the JDK hides what it says
            throw new Refused(status, unknownToken(), problem);
        }
        if (status < 400 || !problem.hasNonNull("detail")) {
            throw stranger(status);
        }
        var detail = problem.path("detail").asText();
        throw status < 500 ? new Refused(status, detail, problem) : new Unreachable(detail);
    }

    private String unknownToken() {
        return "the API at " + endpoint.base() + " does not know the token in " + endpoint.tokenOrigin()
                + ". Name the right one with --token-file FILE.";
    }

    private Unreachable stranger(int status) {
        return new Unreachable(endpoint.base() + " answers, but not as a Tollhouse distributor (HTTP " + status
                + "). Name the right address with --api URL.");
    }

    private static JsonNode problem(HttpURLConnection connection) {
        try (var in = connection.getErrorStream()) {
            return in == null ? MissingNode.getInstance() : MAPPER.readTree(in.readNBytes(MAX_ANSWER));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private JsonNode document(HttpURLConnection connection) throws IOException, Unreachable {
        byte[] body;
        try (InputStream in = connection.getInputStream()) {
            body = in.readNBytes(MAX_ANSWER);
        }
        try {
            var document = MAPPER.readTree(body);
            if (document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw stranger(connection.getResponseCode());
    }

    /** What it means that a connection gave no answer. */
    Unreachable silent(IOException trouble) {
        if (trouble instanceof SocketTimeoutException) {
            return new Unreachable("the API at " + endpoint.base() + " did not answer in time.");
        }
        return new Unreachable(
                notReached(trouble) + " Is the fleet running? ./tollhouse up starts one on this machine.");
    }

    private String notReached(IOException trouble) {
        var why = trouble instanceof UnknownHostException
                ? "its name cannot be resolved"
                : Words.shorten(String.valueOf(trouble.getMessage()));
        return "the API at " + endpoint.base() + " cannot be reached (" + why + ").";
    }

    /** What it means that an answer ended in its middle. */
    Unreachable brokeOff() {
        return new Unreachable("the API at " + endpoint.base() + " broke off in the middle of its answer.");
    }
}
