package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.WrittenRecord;
import io.tollhouse.proxy.ledger.LedgerMeters.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps records that Kafka does not take, for somebody to look at, and says so in their place. */
final class RejectedRecords implements Drain.Rejected {
    private static final Logger LOG = LoggerFactory.getLogger(RejectedRecords.class);

    private final Path folder;
    private final String version;
    private final LedgerMeters meters;
    private final Clock clock;

    /** @param version of the product */
    RejectedRecords(Path folder, String version, LedgerMeters meters, Clock clock) {
        this.folder = folder;
        this.version = version;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public byte[] instead(SegmentHead whose, Entry entry, Exception cause) {
        var id = whose.id(entry.sequence());
        var file = folder.resolve(id + ".json");
        LOG.error("Kafka does not take audit record {}, which is kept as {}: {}", id, file, cause.toString());
        meters.damaged(Damage.REJECTED);
        try {
            Files.createDirectories(folder);
            Files.write(file, entry.bytes());
        } catch (IOException e) {
            LOG.error("cannot write {}: {}", file, e.toString());
        }
        var gap = AuditEvent.ofStream(clock.instant(), "gap")
                .about(id.topicKey(), id.sequence(), id.sequence(), "Kafka does not take it: " + cause.getMessage());
        return new AuditStream(whose.node(), whose.boot(), whose.stream(), version)
                .instead(id, WrittenRecord.hash(entry.bytes()), gap);
    }
}
