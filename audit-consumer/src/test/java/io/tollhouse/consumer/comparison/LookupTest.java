package io.tollhouse.consumer.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.document.Envelope;
import io.tollhouse.consumer.document.Poison;
import io.tollhouse.consumer.document.Source;
import io.tollhouse.consumer.index.Cluster;
import io.tollhouse.consumer.index.ClusterAccess;
import io.tollhouse.consumer.index.StoredRecords;
import io.tollhouse.consumer.slice.TopicSlices.Message;
import io.tollhouse.consumer.slice.TopicSlices.Taken;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of the records of a slice, by what an Elasticsearch has of them. */
class LookupTest {
    private static final Instant AT = Instant.parse("2026-01-31T10:00:00Z");
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String RECORDS = "tollhouse-audit-2026.01.31-write";
    private static final String ENVELOPES = "tollhouse-envelope-2026.02.01-write";

    private final Map<String, ObjectNode> stored = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private String error = "";

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/_mget", this::answer);
        server.start();
        var stream = new AuditStream("node-1", "0123456789ab", 1, "test");
        for (int i = 0; i < 4; i++) {
            var bytes = stream.encode(AuditEvent.of(Stage.REFUSAL, AT, "connect", "r-" + i))
                    .bytes();
            messages.add(new Message(new Source("t", 2, i, AT.plusSeconds(86_400)), bytes));
            put(i);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String id(int sequence) {
        return "node-1-0123456789ab-0001-00000000000" + sequence;
    }

    private void put(int sequence) throws Exception {
        var message = messages.get(sequence);
        var document = Document.of(CheckedRecord.of(message.value()), message.source());
        stored.put(RECORDS + "/" + document.id(), (ObjectNode) MAPPER.readTree(document.bytes()));
    }

    /** Changes a field of what is there. */
    private void edit(String index, int sequence, String field, String text) {
        stored.computeIfPresent(index + "/" + id(sequence), (place, there) -> there.put(field, text));
    }

    private void putEnvelope(int sequence, byte @Nullable [] original) throws Exception {
        var document = Envelope.of(new Poison(messages.get(sequence).source(), null, original, "why"));
        stored.put(ENVELOPES + "/" + id(sequence), (ObjectNode) MAPPER.readTree(document.bytes()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var field = exchange.getRequestURI().getQuery().replace("_source_includes=", "");
        var answer = MAPPER.createObjectNode();
        var documents = answer.putArray("docs");
        for (var one : MAPPER.readTree(exchange.getRequestBody()).path("docs")) {
            var place = one.path("_index").asText() + "/" + one.path("_id").asText();
            asked.add(field + " " + place);
            var document = documents.addObject().put("_id", one.path("_id").asText());
            if (!error.isEmpty()) {
                document.putObject("error").put("type", error).put("reason", "why");
            } else if (stored.containsKey(place)) {
                document.put("found", true)
                        .set("_source", stored.get(place).deepCopy().retain(field));
            } else {
                document.put("found", false);
            }
        }
        if (field.equals(Envelope.ORIGINAL)) {
            meanwhile.run();
        }
        var body = MAPPER.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Compared compare() throws Exception {
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var access = new ClusterAccess(List.of(url), Optional.empty(), Optional.empty(), Optional.empty());
        try (var cluster = Cluster.of(access)) {
            return new Lookup(new StoredRecords(cluster)).compare(new Taken(messages, 17));
        }
    }

    @Test
    void whereEverythingIsThereItsHashesAloneAreAskedFor() throws Exception {
        assertThat(compare()).isEqualTo(new Compared(17, 4, 0, List.of(), List.of()));
        assertThat(asked).hasSize(4).contains("event.hash " + RECORDS + "/" + id(3));
    }

    @Test
    void whatIsNotThereIsNamedAndWhatIsNoRecordIsCounted() throws Exception {
        stored.remove(RECORDS + "/" + id(1));
        stored.remove(RECORDS + "/" + id(2));
        messages.add(new Message(new Source("t", 2, 4, AT), "not JSON".getBytes(StandardCharsets.UTF_8)));
        messages.add(new Message(new Source("t", 2, 5, AT), null));

        assertThat(compare()).isEqualTo(new Compared(17, 4, 2, List.of(id(1), id(2)), List.of()));
        assertThat(asked).contains(Envelope.ORIGINAL + " " + ENVELOPES + "/" + id(1));
    }

    @Test
    void anotherHashUnderItsIdIsNamedAsThat() throws Exception {
        edit(RECORDS, 2, "event.hash", "00");

        assertThat(compare()).isEqualTo(new Compared(17, 4, 0, List.of(), List.of(id(2))));
    }

    @Test
    void anEnvelopeWithItsBytesIsAsGoodAsTheRecord() throws Exception {
        stored.remove(RECORDS + "/" + id(1));
        putEnvelope(1, messages.get(1).value());
        edit(RECORDS, 2, "event.hash", "00");
        putEnvelope(2, messages.get(2).value());

        assertThat(compare()).isEqualTo(new Compared(17, 4, 0, List.of(), List.of()));
    }

    @Test
    void theEnvelopeOfAnotherRecordUnderItsIdIsNot() throws Exception {
        stored.remove(RECORDS + "/" + id(1));
        putEnvelope(1, messages.get(3).value());
        stored.remove(RECORDS + "/" + id(2));
        putEnvelope(2, messages.get(2).value());
        edit(ENVELOPES, 2, Envelope.ORIGINAL, "?");

        assertThat(compare().lacking()).containsExactly(id(1), id(2));
    }

    @Test
    void anEnvelopeThatBecomesItsRecordMeanwhileIsNoLoss() throws Exception {
        var record = stored.remove(RECORDS + "/" + id(1));
        meanwhile = () -> stored.put(RECORDS + "/" + id(1), record);

        assertThat(compare().lacking()).isEmpty();
    }

    @Test
    void anIndexThatIsNotThereHasNothing() throws Exception {
        error = "index_not_found_exception";

        assertThat(compare().lacking()).containsExactly(id(0), id(1), id(2), id(3));
    }

    @Test
    void anIndexThatDoesNotAnswerSaysNothing() {
        error = "no_shard_available_action_exception";

        var trouble = catchThrowableOfType(IndexTrouble.class, this::compare);

        assertThat(trouble.reason())
                .isEqualTo("records cannot be looked up in the index tollhouse-audit-2026.01.31:"
                        + " no_shard_available_action_exception: why");
    }
}
