package io.tollhouse.local.node;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.OverlayManifest;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.policy.ListChunks;
import io.tollhouse.contract.policy.ListFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes the policy topic as a distributor does, and as nobody should. */
public final class PolicyWriter implements AutoCloseable {
    public static final String FLEET = "fleet-1";

    private final TestBroker broker;
    private final SigningKey key;
    private final Path trusted;
    private final Producer<byte[], byte[]> producer;

    /** Makes a key; its public half lies in the folder {@code trusted} below this one. */
    public PolicyWriter(TestBroker broker, Path folder) throws IOException {
        trusted = folder.resolve("trusted");
        key = SigningKey.generate(folder.resolve("signing.pem"), trusted);
        this.broker = broker;
        producer = producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, Topic.TRANSACTIONAL_ID));
        producer.initTransactions();
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> more) {
        var properties = new HashMap<>(more);
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address().toString());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return new KafkaProducer<>(properties);
    }

    public Path trustedFolder() {
        return trusted;
    }

    public TrustedKeys trustedKeys() throws IOException {
        return TrustedKeys.load(trusted);
    }

    /** A policy that allows agents one host. */
    public static String allowing(String host) {
        return """
                tollhouse: v1
                policy: test
                rules:
                  - {id: only, to: [%s], action: allow}
                """.formatted(host);
    }

    public SignedManifest signed(long revision, String policy) {
        return signed(FLEET, revision, policy);
    }

    public SignedManifest signed(String fleet, long revision, String policy) {
        return sign(Manifest.of(
                fleet, revision, revision - 1, Instant.now(), "test", key.keyId(), "", null, policy, List.of()));
    }

    /** With the list {@code names.txt}. */
    public SignedManifest signed(long revision, String policy, ListPart names) {
        return sign(Manifest.of(
                FLEET,
                revision,
                revision - 1,
                Instant.now(),
                "test",
                key.keyId(),
                "",
                null,
                policy,
                Map.of("names.txt", names),
                null,
                List.of()));
    }

    /** Writes the chunks of a list in a transaction of their own, and says where they are. */
    public ListPart ship(ListFile list) throws ExecutionException, InterruptedException {
        var cut = ListChunks.cut(list.entries(), ListPart.MAX_CHUNK_BYTES);
        var chunks = new ArrayList<Chunk>();
        producer.beginTransaction();
        for (int i = 0; i < cut.size(); i++) {
            var hash = Digest.sha256(cut.chunk(i));
            chunks.add(new Chunk(hash, ship(hash, cut.chunk(i)).offset()));
        }
        producer.commitTransaction();
        return new ListPart(cut.hash(), cut.entries(), chunks);
    }

    /** Writes a chunk under this name, whatever it is. */
    public RecordMetadata shipAs(String hash, byte[] chunk) throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        var written = ship(hash, chunk);
        producer.commitTransaction();
        return written;
    }

    private RecordMetadata ship(String hash, byte[] chunk) throws ExecutionException, InterruptedException {
        var name = hash.getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(Topic.CHUNKS.name(), 0, name, chunk))
                .get();
    }

    /** Whatever it says. */
    public SignedManifest sign(Manifest manifest) {
        return SignedManifest.sign(manifest, key);
    }

    /** What stops these, and nothing else. */
    public SignedOverlay overlay(long revision, KillTarget... targets) {
        var kills = new ArrayList<Kill>();
        for (var target : targets) {
            kills.add(new Kill("k-" + kills.size(), target, Instant.now(), null, "test", ""));
        }
        return SignedOverlay.sign(
                OverlayManifest.of(FLEET, revision, revision - 1, Instant.now(), "test", key.keyId(), "", null, kills),
                key);
    }

    /** In a transaction of its own. */
    public RecordMetadata publish(SignedOverlay overlay) throws ExecutionException, InterruptedException {
        return write(Topic.OVERLAY_KEY, overlay.bytes());
    }

    /** In a transaction of its own. */
    public RecordMetadata publish(SignedManifest manifest) throws ExecutionException, InterruptedException {
        return write(Topic.POLICY_KEY, manifest.bytes());
    }

    /** In the history alone. A producer that lived on would make the topic again after a test has deleted it. */
    public void keep(SignedManifest manifest) throws ExecutionException, InterruptedException {
        keep(String.valueOf(manifest.manifest().revision()), manifest.bytes());
    }

    /** In the history alone. */
    public void keep(SignedOverlay overlay) throws ExecutionException, InterruptedException {
        keep(Topic.OVERLAY_HISTORY + overlay.manifest().revision(), overlay.bytes());
    }

    private void keep(String recordKey, byte[] record) throws ExecutionException, InterruptedException {
        try (var once = producer(Map.of())) {
            once.send(new ProducerRecord<>(Topic.HISTORY.name(), 0, recordKey.getBytes(StandardCharsets.UTF_8), record))
                    .get();
        }
    }

    public RecordMetadata write(String recordKey, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        var written = send(recordKey, value);
        producer.commitTransaction();
        broker.awaitReadable(written);
        return written;
    }

    /** Leaves the transaction open. */
    public void writeUncommitted(SignedManifest manifest) throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        send(Topic.POLICY_KEY, manifest.bytes());
    }

    public void abort() {
        producer.abortTransaction();
    }

    private RecordMetadata send(String recordKey, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        var keyBytes = recordKey.getBytes(StandardCharsets.UTF_8);
        var sent = producer.send(new ProducerRecord<>(Topic.POLICY.name(), 0, keyBytes, value));
        producer.flush();
        return sent.get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
