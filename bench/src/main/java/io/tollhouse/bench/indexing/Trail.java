package io.tollhouse.bench.indexing;

import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.CheckedRecord.NotARecord;
import io.tollhouse.contract.audit.Stage;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one boot of a node that there is not has recorded: a stream for each partition, from its {@code open} on.
 *
 * @param records in the order in which they are sent
 */
public record Trail(List<Item> records) {
    private static final String NODE = "bench";
    private static final int AGENTS = 64;
    private static final String TOPIC_ID = "bench";

    /**
     * A record.
     *
     * @param key of its topic
     * @param partition which its stream has chosen
     * @param id of its document
     * @param bytes on its topic
     * @param document what the consumer makes of them
     */
    public record Item(String key, int partition, String id, byte[] bytes, byte[] document) {}

    /**
     * Makes one of admissions and refusals in turn.
     *
     * @param count how many records
     * @param partitions of the topic
     * @param now their time
     */
    public static Trail of(int count, int partitions, Instant now) {
        var boot = "%012x".formatted(new SecureRandom().nextLong() & 0xffff_ffff_ffffL);
        var records = new ArrayList<Item>(count);
        var streams = new AuditStream[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            streams[partition] = new AuditStream(NODE, boot, partition + 1, "bench"); // 0 would have to name a key
            var open = AuditEvent.ofStream(now, "open").number(AuditField.PARTITION, partition);
            records.add(item(streams[partition].encode(open), partition));
        }
        for (int number = records.size(); number < count; number++) {
            int partition = number % partitions;
            records.add(item(streams[partition].encode(event(now, number)), partition));
        }
        return new Trail(records);
    }

    private static Item item(AuditStream.Encoded encoded, int partition) {
        var source = new Source(TOPIC_ID, partition, encoded.id().sequence(), Instant.now());
        return new Item(
                encoded.id().topicKey(),
                partition,
                encoded.id().toString(),
                encoded.bytes(),
                document(encoded.bytes(), source));
    }

    private static byte[] document(byte[] record, Source source) {
        try {
            return Document.of(CheckedRecord.of(record), source).bytes();
        } catch (NotARecord e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuditEvent event(Instant at, int number) {
        var digits = "%064x".formatted(number);
        return AuditEvent.of(number % 2 == 0 ? Stage.ADMISSION : Stage.REFUSAL, at, "connect", "bench-" + number)
                .decision("allow", "docs", "the rule docs allows it", "bench", 7, digits)
                .outcome("success")
                .text(AuditField.USER_NAME, "agent-" + number % AGENTS)
                .text(AuditField.SOURCE_IP, "192.0.2.7")
                .number(AuditField.SOURCE_PORT, 40_000)
                .text(AuditField.DESTINATION_DOMAIN, "docs-" + number % 1_000 + ".example.test")
                .number(AuditField.DESTINATION_PORT, 443)
                .addresses(List.of("93.184.215.14", "2606:2800:220:1::1"))
                .text(AuditField.FACTS, digits);
    }
}
