package io.tollhouse.proxy.judge;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Facts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the audit records of one request. */
final class RequestRecords {
    /** A real one cannot be told from what only pretends to be one. */
    private static final String OFFERED = "offered";

    private final Asked asked;

    RequestRecords(Asked asked) {
        this.asked = asked;
    }

    /** What was judged of a request besides what it asked: where its name led. */
    record Answers(List<IpAddress> addresses, List<Host> aliases) {
        static final Answers NONE = new Answers(List.of(), List.of());
    }

    AuditEvent lookup(Judgement judgement) {
        var facts = judgement.facts();
        return common(Stage.LOOKUP, judgement.judged(), facts.at())
                .text(AuditField.FACTS, facts.hash())
                .text(AuditField.DNS_QUESTION_NAME, facts.destination().host().text());
    }

    AuditEvent admission(Judgement judgement) {
        var event =
                common(Stage.ADMISSION, judgement.judged(), judgement.facts().at());
        return judgedFacts(event, judgement).outcome("success");
    }

    /** Of a request that was judged. Its time is the one that was judged, as in each record that names facts. */
    AuditEvent refusal(Judged judged, Judgement judgement, int status) {
        return judgedFacts(refusal(judged, judgement.facts().at(), status), judgement);
    }

    /** Of a request that no policy judged. */
    AuditEvent refusal(Judged judged, Instant at, int status) {
        return common(Stage.REFUSAL, judged, at)
                .number(AuditField.HTTP_STATUS, status)
                .outcome("failure");
    }

    private static AuditEvent judgedFacts(AuditEvent event, Judgement judgement) {
        var answers = judgement.answers();
        return event.addresses(answers.addresses().stream().map(IpAddress::text).toList())
                .aliases(answers.aliases().stream().map(Host::text).toList())
                .text(AuditField.FACTS, judgement.facts().hash(answers.addresses(), answers.aliases()));
    }

    /**
     * Of a request that runs.
     *
     * @param unsaid what went through since its last record
     */
    AuditEvent progress(Judged judged, Instant at, Moved moved, Moved unsaid, long nanos) {
        return bytes(common(Stage.PROGRESS, judged, at), moved, unsaid).number(AuditField.EVENT_DURATION, nanos);
    }

    private static AuditEvent bytes(AuditEvent event, Moved moved, Moved unsaid) {
        return event.bytes(moved.fromClient(), moved.fromDestination())
                .number(AuditField.DELTA_SOURCE_BYTES, unsaid.fromClient())
                .number(AuditField.DELTA_DESTINATION_BYTES, unsaid.fromDestination());
    }

    /**
     * Of a request that is over.
     *
     * @param unsaid what went through since its last record
     * @param address the one that answered; null where none did
     */
    AuditEvent outcome(
            Judged judged, Instant at, Ending ending, Moved unsaid, @Nullable IpAddress address, long nanos) {
        var event = bytes(common(Stage.OUTCOME, judged, at), ending.moved(), unsaid)
                .text(AuditField.DESTINATION_IP, address == null ? null : address.text())
                .text(AuditField.NETWORK_PROTOCOL, ending.spoken().protocol())
                .text(AuditField.TLS_SERVER_NAME, ending.spoken().serverName())
                .text(AuditField.TLS_ECH, ending.spoken().encryptedHello() ? OFFERED : null)
                .text(AuditField.ERROR_MESSAGE, ending.error())
                .number(AuditField.EVENT_DURATION, nanos)
                .outcome(ending.error() == null ? "success" : "failure");
        return ending.status() == 0 ? event : event.number(AuditField.HTTP_STATUS, ending.status());
    }

    private AuditEvent common(Stage stage, Judged judged, Instant at) {
        var decision = judged.decision();
        var event = AuditEvent.of(stage, at, action(), asked.id())
                .decision(
                        decision.verdict().label(),
                        decision.rule(),
                        decision.reason(),
                        decision.policy(),
                        decision.revision(),
                        judged.hash())
                .text(AuditField.OVERLAY, judged.overlay())
                .text(AuditField.USER_NAME, asked.user())
                .text(AuditField.SOURCE_IP, asked.client().address().text())
                .number(AuditField.SOURCE_PORT, asked.client().port())
                .text(AuditField.NETWORK_TRANSPORT, "tcp")
                .text(AuditField.UPSTREAM, upstream(decision));
        would(event, decision);
        destination(event);
        http(event);
        return event;
    }

    private String action() {
        return asked.kind() == Facts.Kind.CONNECT ? "connect" : "http";
    }

    private static @Nullable String upstream(Decision decision) {
        var route = decision.route();
        return route == null ? null : route.text();
    }

    /** What would come to the same verdict is not worth a field. */
    private static void would(AuditEvent event, Decision decision) {
        var would = decision.otherwise();
        if (would != null && would.verdict() != decision.verdict()) {
            event.text(AuditField.WOULD, would.verdict().label()).text(AuditField.WOULD_RULE, would.rule());
        }
    }

    private void destination(AuditEvent event) {
        var to = asked.destination();
        if (to != null) {
            event.text(AuditField.DESTINATION_DOMAIN, to.host().text()).number(AuditField.DESTINATION_PORT, to.port());
        }
    }

    private void http(AuditEvent event) {
        var http = asked.http();
        var to = asked.destination();
        if (http == null || to == null) {
            return;
        }
        event.text(AuditField.HTTP_METHOD, http.method())
                .text(AuditField.URL_SCHEME, "http")
                .text(AuditField.URL_DOMAIN, to.host().text())
                .number(AuditField.URL_PORT, to.port())
                .text(AuditField.URL_PATH, http.path())
                .text(AuditField.UPGRADE, http.webSocket() ? "websocket" : null)
                .text(AuditField.QUERY_HMAC, http.queryHmac());
        if (http.queryHmac() != null) {
            event.number(AuditField.QUERY_LENGTH, http.queryLength());
        }
    }
}
