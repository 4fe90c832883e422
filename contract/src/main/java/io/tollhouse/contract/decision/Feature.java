package io.tollhouse.contract.decision;

import java.util.Locale;

/**
 * What a policy may ask of the node that enforces it. A node's status lists those that it has; what needs another one is refused
 * there.
 */
public enum Feature {
    ALLOW,
    DENY,
    /** Requests go to a rule's upstream instead. */
    ROUTE,
    /** Rules open private networks. */
    ALLOW_PRIVATE,
    /** Tunnels of which the node does not know what is spoken in them. */
    PROTOCOL_TCP,
    /** Conditions on method, path and headers, of requests that the node sees. */
    HTTP_CONDITIONS,
    /** TLS is ended at the node. */
    INSPECT,
    /** A credential is injected. */
    CREDENTIAL,
    /** Headers are removed and set. */
    HEADERS,
    LIMITS,
    /** A refused request can be approved. */
    ASK,
    /** DNS questions are answered. */
    DNS,
    /** Connections are upgraded to WebSocket. */
    UPGRADE,
    /** Encrypted client hellos are told from others. */
    ECH,
    /** A rule asks for records that survive more than the end of the process. */
    AUDIT_LEVEL,
    /** A routed request carries another Host. */
    REWRITE_HOST,
    /** A name is believed from some networks only. */
    FROM,
    /** A network is an identity. */
    NETWORK,
    /** What would be decided is recorded beside what is. */
    REPORT,
    /** Rules end at their time. */
    EXPIRES,
    /** No policy exceeds the maximum. */
    MAXIMUM,
    /** Lists of a million names. */
    BIG_LISTS;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As it stands in the status of a node. */
    public String label() {
        return label;
    }
}
