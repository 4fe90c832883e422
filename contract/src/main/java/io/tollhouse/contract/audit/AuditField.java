package io.tollhouse.contract.audit;

/**
 * Every field that a record may have, in the order in which records hold them. Names are those of the Elastic Common Schema
 * where it has one, and {@code tollhouse.*} otherwise.
 */
public enum AuditField {
    TIMESTAMP("@timestamp", Type.DATE),
    EVENT_ID("event.id", Type.KEYWORD),
    EVENT_KIND("event.kind", Type.KEYWORD),
    EVENT_CATEGORY("event.category", Type.KEYWORD),
    EVENT_TYPE("event.type", Type.KEYWORD),
    EVENT_ACTION("event.action", Type.KEYWORD),
    EVENT_OUTCOME("event.outcome", Type.KEYWORD),
    EVENT_REASON("event.reason", Type.KEYWORD),
    EVENT_SEQUENCE("event.sequence", Type.LONG),
    /** Nanoseconds. */
    EVENT_DURATION("event.duration", Type.LONG),
    STAGE("tollhouse.stage", Type.KEYWORD),
    VERDICT("tollhouse.verdict", Type.KEYWORD),
    /** The verdict if everything were enforced that only reports; there only where it is another one. */
    WOULD("tollhouse.would", Type.KEYWORD),
    /** The rule of that verdict. */
    WOULD_RULE("tollhouse.would_rule", Type.KEYWORD),
    RULE_ID("rule.id", Type.KEYWORD),
    RULE_RULESET("rule.ruleset", Type.KEYWORD),
    RULE_VERSION("rule.version", Type.KEYWORD),
    REVISION("tollhouse.revision", Type.LONG),
    HASH("tollhouse.hash", Type.KEYWORD),
    OVERLAY("tollhouse.overlay", Type.KEYWORD),
    USER_NAME("user.name", Type.KEYWORD),
    SOURCE_IP("source.ip", Type.IP),
    SOURCE_PORT("source.port", Type.INTEGER),
    /** What the client sent to the destination. */
    SOURCE_BYTES("source.bytes", Type.LONG),
    /** The host that was asked for, a name or a literal, in canonical form. */
    DESTINATION_DOMAIN("destination.domain", Type.KEYWORD),
    DESTINATION_IP("destination.ip", Type.IP),
    DESTINATION_PORT("destination.port", Type.INTEGER),
    /** What the destination sent to the client. */
    DESTINATION_BYTES("destination.bytes", Type.LONG),
    NETWORK_BYTES("network.bytes", Type.LONG),
    NETWORK_TRANSPORT("network.transport", Type.KEYWORD),
    NETWORK_PROTOCOL("network.protocol", Type.KEYWORD),
    NETWORK_DIRECTION("network.direction", Type.KEYWORD),
    URL_SCHEME("url.scheme", Type.KEYWORD),
    URL_DOMAIN("url.domain", Type.KEYWORD),
    URL_PORT("url.port", Type.INTEGER),
    URL_PATH("url.path", Type.KEYWORD),
    QUERY_LENGTH("tollhouse.query.length", Type.LONG),
    /** HMAC-SHA-256 of the query under a key that only this boot of the node knows. */
    QUERY_HMAC("tollhouse.query.hmac", Type.KEYWORD),
    HTTP_REQUEST_ID("http.request.id", Type.KEYWORD),
    HTTP_METHOD("http.request.method", Type.KEYWORD),
    /** {@code websocket} where the request opens one; absent otherwise. */
    UPGRADE("tollhouse.upgrade", Type.KEYWORD),
    HTTP_STATUS("http.response.status_code", Type.INTEGER),
    TLS_SERVER_NAME("tls.client.server_name", Type.KEYWORD),
    /** {@code offered} where TLS had an encrypted client hello, or what pretends to be one; absent otherwise. */
    TLS_ECH("tollhouse.tls.ech", Type.KEYWORD),
    DNS_QUESTION_NAME("dns.question.name", Type.KEYWORD),
    DNS_QUESTION_TYPE("dns.question.type", Type.KEYWORD),
    /** All addresses that were judged, in the order in which they would be dialled. */
    ADDRESSES("tollhouse.addresses", Type.IP),
    /** The aliases (CNAME) on the way to these addresses, in order. They were judged too. */
    ALIASES("tollhouse.aliases", Type.KEYWORD),
    /** The upstream of a route rule. */
    UPSTREAM("tollhouse.upstream", Type.KEYWORD),
    /** SHA-256 of the facts that were judged. */
    FACTS("tollhouse.facts", Type.KEYWORD),
    ERROR_MESSAGE("error.message", Type.KEYWORD),
    /** Names of the fields that were cut to their limit. */
    TRUNCATED("tollhouse.truncated", Type.KEYWORD),
    DELTA_SOURCE_BYTES("tollhouse.delta.source.bytes", Type.LONG),
    DELTA_DESTINATION_BYTES("tollhouse.delta.destination.bytes", Type.LONG),
    /** The stream, {@code node/boot/stream}, of which something is said. */
    ABOUT_STREAM("tollhouse.about.stream", Type.KEYWORD),
    /** The first record of which it is said. */
    ABOUT_FROM("tollhouse.about.from", Type.LONG),
    /** The last one. */
    ABOUT_TO("tollhouse.about.to", Type.LONG),
    /** How far the streams of a boot have come: stream and sequence in hexadecimal digits, and the hash of that record. */
    HEADS("tollhouse.heads", Type.KEYWORD),
    /** The Ed25519 key of a boot, in Base64 (X.509). */
    KEY("tollhouse.key", Type.KEYWORD),
    /** Of the heads, by that key, in Base64. */
    SIGNATURE("tollhouse.signature", Type.KEYWORD),
    /** Where a stream's records are sent. */
    PARTITION("tollhouse.partition", Type.INTEGER),
    OBSERVER_NAME("observer.name", Type.KEYWORD),
    OBSERVER_TYPE("observer.type", Type.KEYWORD),
    OBSERVER_VENDOR("observer.vendor", Type.KEYWORD),
    OBSERVER_VERSION("observer.version", Type.KEYWORD),
    BOOT("tollhouse.boot", Type.KEYWORD),
    STREAM("tollhouse.stream", Type.INTEGER),
    VERSION("tollhouse.v", Type.INTEGER),
    /** Over the record and the hash of the one before in its stream; the last field that a node writes. */
    EVENT_HASH("event.hash", Type.KEYWORD),
    /** Put in by the consumer: the record's place on its topic and when the broker appended it. */
    INGEST_PARTITION("tollhouse.ingest.partition", Type.INTEGER),
    INGEST_OFFSET("tollhouse.ingest.offset", Type.LONG),
    INGEST_APPENDED("tollhouse.ingest.appended", Type.DATE);

    /** How an index keeps a field. */
    public enum Type {
        KEYWORD,
        IP,
        INTEGER,
        LONG,
        DATE
    }

    private final String path;
    private final Type type;

    AuditField(String path, Type type) {
        this.path = path;
        this.type = type;
    }

    /** The name in the record, with dots. */
    public String path() {
        return path;
    }

    public Type type() {
        return type;
    }
}
