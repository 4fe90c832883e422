package io.tollhouse.contract.decision;

/** The rules that every policy has. */
public enum BuiltIn {
    /** No rule allows it. */
    DEFAULT("builtin.default"),
    /** A cloud's metadata service, by address or name. Nothing opens it. */
    METADATA("builtin.metadata"),
    /** Loopback, link-local, multicast and what else is never a destination. Nothing opens it. */
    NEVER("builtin.never"),
    /** Private networks, opened by {@code allowPrivate}; private names, opened by a rule that names them exactly. */
    PRIVATE("builtin.private"),
    /** Reserved ranges that {@code strict: false} opens. */
    RESERVED("builtin.reserved"),
    /** Port 25, opened by a rule that lists 25 itself. */
    PORT("builtin.port"),
    /** The node and the fleet's own processes. */
    SELF("builtin.self"),
    /** The request is not in canonical form. */
    MALFORMED("builtin.malformed"),
    /** The node never saw a valid policy. */
    NO_POLICY("builtin.no-policy"),
    /** The node is cut off for longer than it may serve. */
    STALE("builtin.stale"),
    /** The decision cannot be recorded. */
    AUDIT("builtin.audit"),
    /** Missing or wrong credentials. */
    IDENTITY("builtin.identity"),
    /** The name in TLS is not the one that was judged. */
    SNI("builtin.sni"),
    /** The node cannot judge what is spoken, so it lets nothing of it through. */
    PROTOCOL("builtin.protocol"),
    /** A limit of the node or of a rule. */
    LIMIT("builtin.limit"),
    /** Nobody has approved it. */
    ASK("builtin.ask"),
    /** Somebody has stopped it. */
    KILL("builtin.kill"),
    /** The node refuses everything. */
    LOCKDOWN("builtin.lockdown");

    private final String id;

    BuiltIn(String id) {
        this.id = id;
    }

    /** As it stands in refusals and records. */
    public String id() {
        return id;
    }
}
