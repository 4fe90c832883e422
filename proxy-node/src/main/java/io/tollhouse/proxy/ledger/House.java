package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.audit.WrittenRecord;
import io.tollhouse.proxy.ledger.LedgerMeters.Damage;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger's own stream, in which it says what it finds about others. Used by the drain's thread. */
final class House implements StreamDrain.Gaps {
    private static final Logger LOG = LoggerFactory.getLogger(House.class);

    private final StreamLog log;
    private final LedgerMeters meters;
    private final Clock clock;

    House(StreamLog log, LedgerMeters meters, Clock clock) {
        this.log = log;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void gone(SegmentHead whose, long from, long to) {
        var stream = whose.id(from).topicKey();
        LOG.error("audit records {} to {} of {} are gone: their file is damaged", from, to, stream);
        meters.damaged(Damage.GAP);
        log.appendOwed(
                AuditEvent.ofStream(clock.instant(), "gap").about(stream, from, to, "the ledger's file is damaged"),
                Stage.STREAM);
    }

    @Override
    public void torn(Segment segment) {
        LOG.warn("{} ends in the middle of a record, which is cut", segment.path());
        meters.damaged(Damage.TORN);
    }

    /** A stream of another run has no record behind this one, and was not closed: its node died. */
    void ended(SegmentHead whose, long last) {
        var stream = whose.id(0).topicKey();
        log.appendOwed(
                AuditEvent.ofStream(clock.instant(), "ended")
                        .about(stream, 0, last, "its node ended without closing it"),
                Stage.STREAM);
    }

    /** Requests that were admitted, and whose outcome nobody will ever know. */
    void unknown(Collection<Entry> admissions) {
        for (var admission : admissions) {
            WrittenRecord.outcomeUnknown(admission.bytes(), clock.instant())
                    .ifPresent(outcome -> log.appendOwed(outcome, Stage.OUTCOME));
        }
    }

    /** Writes what found no file before. */
    void settle() {
        if (log.owes()) {
            log.settle();
        }
    }

    /** Has on disk what was said; says whether it is. */
    boolean isSaved() {
        var segment = log.current();
        try {
            if (!log.settle()) {
                return false;
            }
            if (segment != null) {
                segment.sync();
            }
            return true;
        } catch (IOException e) {
            segment.condemn();
            return false;
        }
    }

    /** How far the streams of this run have come. */
    void checkpoint(List<String> heads, String signature) {
        log.appendOwed(
                AuditEvent.ofStream(clock.instant(), "checkpoint").heads(heads).text(AuditField.SIGNATURE, signature),
                Stage.STREAM);
    }

    void close() {
        log.closing(clock.instant());
    }
}
