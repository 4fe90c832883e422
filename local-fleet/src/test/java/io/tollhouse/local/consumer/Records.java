package io.tollhouse.local.consumer;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Audit records as a node writes them. */
final class Records {
    private final AuditStream stream;

    /** @param boot 12 hex digits, so that no two of a test's writers give the same ids */
    Records(String boot) {
        stream = new AuditStream("node-1", boot, 1, "test");
    }

    AuditStream.Encoded refusal(String agent, String host) {
        return encode(event(Stage.REFUSAL, agent, host)
                .decision("deny", "no-paste", "Paste sites are closed.", "agents", 7, "h")
                .text(AuditField.HTTP_METHOD, "GET")
                .text(AuditField.URL_PATH, "/a/b"));
    }

    AuditStream.Encoded outcome(String agent, String host, long sent, long received) {
        return encode(event(Stage.OUTCOME, agent, host)
                .decision("allow", "packages", "Registries are open.", "agents", 8, "h")
                .outcome("success")
                .addresses(List.of("203.0.113.7", "2001:db8::7"))
                .text(AuditField.DESTINATION_IP, "203.0.113.7")
                .number(AuditField.HTTP_STATUS, 200)
                .bytes(sent, received));
    }

    List<AuditStream.Encoded> refusals(int number) {
        var records = new ArrayList<AuditStream.Encoded>();
        for (int i = 0; i < number; i++) {
            records.add(refusal("research-" + i % 10, "host-" + i + ".test"));
        }
        return records;
    }

    private AuditEvent event(Stage stage, String agent, String host) {
        return AuditEvent.of(stage, Instant.now(), "http", "r-" + host)
                .text(AuditField.USER_NAME, agent)
                .text(AuditField.SOURCE_IP, "10.1.2.3")
                .number(AuditField.SOURCE_PORT, 40000)
                .text(AuditField.DESTINATION_DOMAIN, host)
                .number(AuditField.DESTINATION_PORT, 443);
    }

    AuditStream.Encoded encode(AuditEvent event) {
        return stream.encode(event);
    }

    /** A record's bytes with a piece of their text replaced. */
    static byte[] changed(AuditStream.Encoded record, String from, String to) {
        var text = new String(record.bytes(), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new IllegalArgumentException("not in the record: " + from);
        }
        return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    }
}
