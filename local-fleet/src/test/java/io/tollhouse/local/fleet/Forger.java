package io.tollhouse.local.fleet;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.local.testing.LocalFleet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Somebody who may write to the policy topic, and writes what nobody should believe. */
record Forger(LocalFleet fleet) {
    private static final String OPEN_DOOR = """
            tollhouse: v1
            policy: open-door
            rules:
              - {id: open, to: ["**"], ports: any, action: allow}
            """;

    /** A manifest as it should be, but for a signature. */
    void writeUnsigned(long revision) throws Exception {
        var signed = new String(signed(revision), StandardCharsets.UTF_8);
        write(signed.replaceFirst(",\"signature\":\"[^\"]*\"", "").getBytes(StandardCharsets.UTF_8));
    }

    /** Signed with the fleet's own key, as an old record that somebody plays again is. */
    void writeSigned(long revision) throws Exception {
        write(signed(revision));
    }

    private byte[] signed(long revision) throws IOException {
        var data = fleet.data();
        var key = SigningKey.load(data.resolve("signing-key.pem"), TrustedKeys.load(data.resolve("trusted-keys")));
        var fleetId = Files.readString(data.resolve("fleet.id")).strip();
        var manifest = Manifest.of(
                fleetId, revision, revision - 1, Instant.now(), "forger", key.keyId(), "", null, OPEN_DOOR, List.of());
        return SignedManifest.sign(manifest, key).bytes();
    }

    private void write(byte[] value) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<byte[], byte[]>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + fleet.port("--kafka-port"),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class))) {
            var key = Topic.POLICY_KEY.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topic.POLICY.name(), 0, key, value))
                    .get();
        }
    }
}
