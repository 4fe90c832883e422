package io.tollhouse.contract.settings;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every setting there is. Help texts, the unknown-key check and the READMEs' tables come from here. */
final class Keys {
    private static final List<Key> COMMON = List.of(
            key("fleet.id", "required", "the fleet's random id; what another fleet signed is not believed"),
            key("kafka.bootstrap", "required", "brokers, host:port, comma-separated"),
            key("kafka.properties.*", "none", "passed to every Kafka client as it stands, as security.protocol"),
            key("policy.trusted-keys", "required", "folder of <keyId>.pem: public keys whose signatures are believed"));

    static final List<Key> NODE = withCommon(
            key(
                    "policy.max-staleness",
                    "5m",
                    "how long a node may be cut off from the policy topic before it is stale"),
            key("policy.when-stale", "serve", "what a stale node does: serve, deny-new, or deny-all (cuts too)"),
            key("node.id", "the host's name", "[a-z0-9][a-z0-9-]{0,31}; unique among the nodes that run"),
            key("listen.proxy", "127.0.0.1:3128", "where agents connect"),
            key("listen.admin", "127.0.0.1:9100", "health, metrics and lockdown"),
            key(
                    "admin.token-file",
                    "none",
                    "file of the bearer token that may begin and lift a lockdown on listen.admin"),
            key(
                    "listen.plain",
                    "on loopback",
                    "whether agents may speak to it without TLS, and send their credentials in clear"),
            key(
                    "listen.tls.certificate",
                    "none",
                    "PEM chain by which agents speak TLS to it; read again when it changes"),
            key("listen.tls.key", "none", "its PKCS#8 key, in PEM"),
            key(
                    "drain.accept",
                    "10s",
                    "told to stop: for how long it accepts clients still, being not ready; `0s` to `1h`"),
            key("drain.limit", "5m", "and for how long what is in flight may go on after that; `0s` to `1d`"),
            key("listen.identity", "credential", "how agents are known on listen.proxy; this version knows credential"),
            key("dns.servers", "the system's", "name servers, host:port, comma-separated; none = names fail closed"),
            key("dns.nat64", "none", "NAT64 prefixes that are judged by the embedded IPv4 address alone"),
            key(
                    "audit.level",
                    "written",
                    "what a record survives before bytes flow: written (the process), synced (power loss), or replicated"
                            + " (the node: Kafka has it); rules may raise it"),
            key("audit.deadline", "2s", "how long a request waits for its record, above written, before it gets 503"),
            key("audit.progress-interval", "5m", "how often a request that goes on has a record of what went through"),
            key("audit.progress-bytes", "64MiB", "after how many bytes it has one before that"),
            key("ledger.dir", "required", "folder of what this node keeps on disk, the last good policy among it"),
            key("ledger.budget", "1GiB", "how much may wait there for Kafka before the node refuses; 8MiB to 1TiB"),
            key("upstream.connect-timeout", "10s", "per upstream connection, over all of its addresses"),
            key("upstream.allow-loopback-routes", "false", "whether a route rule's upstream may be on loopback"),
            key("agents.file", "required", "names of agents with the SHA-256 of their secrets"));

    static final List<Key> DISTRIBUTOR = withCommon(
            key("listen.api", "127.0.0.1:8080", "the API; health and metrics too"),
            key("audit.url", "http://127.0.0.1:8081", "the audit consumer's API"),
            key("signing.key-file", "required", "PKCS#8 PEM of the Ed25519 key that signs what nodes believe"),
            key("tokens.file", "required", "who may use the API: name, role, SHA-256 of the token, expiry"),
            key("policy.protected", "none", "host:port of the fleet's own parts, refused to agents by builtin.self"),
            key("kafka.replication", "3", "replication factor of the topics that it makes (1 for one broker)"),
            key("kafka.audit-partitions", "12", "partitions of tollhouse.audit when it makes it"));

    static final List<Key> CONSUMER = withCommon(
            key(
                    "consumer.id",
                    "none",
                    "a name that no other consumer has and this one keeps: after a restart it has its partitions back without a rebalance"),
            key("listen.api", "127.0.0.1:8081", "search; health and metrics too"),
            key("elasticsearch.urls", "required", "http(s)://host:port, comma-separated"),
            key("elasticsearch.api-key", "none", "sent as Authorization: ApiKey"),
            key("elasticsearch.username", "none", "basic authentication, with elasticsearch.password"),
            key("elasticsearch.password", "none", "basic authentication, with elasticsearch.username"),
            key("elasticsearch.ca", "the system's", "PEM file of the authority that signed the cluster's certificate"),
            key("index.shards", "from index.docs-per-day", "primary shards of a day's index"),
            key("index.replicas", "1", "replicas of a day's index"),
            key("index.refresh", "5s", "how soon a record can be searched"),
            key("index.docs-per-day", "200000000", "planned records a day: one primary shard for each 200 million"),
            key(
                    "audit.gap-after",
                    "15m",
                    "how long records may not have come, by the broker's clock, while those behind them have; 1s to 1d"),
            key(
                    "index.blocked-for",
                    "15m",
                    "how long an index older than yesterday's may take no writes until its records become envelopes; 1s to 1d"),
            key(
                    "index.poison-limit",
                    "20",
                    "how many records that no index takes may become envelopes in a minute; a tenth of what comes, where that is less and"
                            + " 100 or more come. The rest waits"),
            key(
                    "index.retention",
                    "none",
                    "after how many days an index is deleted, 1d to 3650d; none keeps them for ever"));

    private Keys() {}

    private static List<Key> withCommon(Key... own) {
        return Stream.concat(COMMON.stream(), Arrays.stream(own)).toList();
    }

    private static Key key(String name, String otherwise, String meaning) {
        return new Key(name, otherwise, meaning);
    }
}
