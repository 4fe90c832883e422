package io.tollhouse.consumer;

import io.tollhouse.consumer.index.ClusterAccess;
import io.tollhouse.consumer.index.IndexSettings;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.contract.settings.Settings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an audit consumer is told at its start. The keys, with what they mean, are those of {@code --help}. */
public record ConsumerSettings(
        String fleetId,
        List<HostPort> kafkaBootstrap,
        Map<String, String> kafkaProperties,
        Optional<String> id,
        Path trustedKeys,
        InetSocketAddress listenApi,
        ClusterAccess elasticsearch,
        IndexSettings index,
        Duration gapAfter,
        Duration blockedFor,
        int poisonLimit,
        Optional<Duration> retention) {
    private static final int DOCS_PER_SHARD = 200_000_000;
    private static final int MAX_SHARDS = 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int POISON_LIMIT = 20;
    private static final Duration GAP_AFTER = Duration.ofMinutes(15);
    private static final Duration BLOCKED_FOR = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);

    /** Reads them; a problem is noted with its key. */
    public static ConsumerSettings read(Settings settings) {
        return new ConsumerSettings(
                settings.text("fleet.id"),
                settings.requiredHostPorts("kafka.bootstrap"),
                settings.below("kafka.properties."),
                id(settings),
                settings.path("policy.trusted-keys"),
                settings.listener("listen.api", "127.0.0.1:8081"),
                elasticsearch(settings),
                index(settings),
                settings.duration("audit.gap-after", Duration.ofSeconds(1), DAY, GAP_AFTER),
                settings.duration("index.blocked-for", Duration.ofSeconds(1), DAY, BLOCKED_FOR),
                settings.integer("index.poison-limit", 1, Integer.MAX_VALUE, POISON_LIMIT),
                settings.optional("index.retention")
                        .map(set -> settings.duration("index.retention", DAY, LONGEST_RETENTION, DAY)));
    }

    private static Optional<String> id(Settings settings) {
        var id = settings.optional("consumer.id");
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            settings.problem("consumer.id", "must be 1 to 64 letters, digits, '.', '_' or '-', was '" + id.get() + "'");
        }
        return id;
    }

    private static ClusterAccess elasticsearch(Settings settings) {
        settings.text("elasticsearch.urls");
        var urls = new ArrayList<URI>();
        for (var text : settings.list("elasticsearch.urls")) {
            url(text)
                    .ifPresentOrElse(
                            urls::add,
                            () -> settings.problem(
                                    "elasticsearch.urls",
                                    "must be http://host:port or https://host:port, was '" + text + "'"));
        }
        var apiKey = settings.secret("elasticsearch.api-key");
        var username = settings.optional("elasticsearch.username");
        var password = settings.secret("elasticsearch.password");
        if (username.isPresent() != password.isPresent()) {
            settings.problem(
                    username.isPresent() ? "elasticsearch.username" : "elasticsearch.password",
                    "set elasticsearch.username and elasticsearch.password together");
        }
        if (apiKey.isPresent() && username.isPresent()) {
            settings.problem("elasticsearch.api-key", "set this or elasticsearch.username, not both");
        }
        return new ClusterAccess(
                urls,
                apiKey,
                username.flatMap(name -> password.map(secret -> new ClusterAccess.Login(name, secret))),
                settings.optional("elasticsearch.ca").map(Path::of));
    }

    /** Empty where it names more, or less, than a server. Userinfo has settings of its own, which do not print it. */
    private static Optional<URI> url(String text) {
        try {
            var url = new URI(text);
            boolean isServer = url.getScheme() != null
                    && Set.of("http", "https").contains(url.getScheme())
                    && url.getHost() != null
                    && url.getPort() > 0
                    && url.getUserInfo() == null
                    && Set.of("", "/").contains(url.getPath())
                    && url.getQuery() == null
                    && url.getFragment() == null;
            return isServer ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static IndexSettings index(Settings settings) {
        int docs = settings.integer("index.docs-per-day", 1, Integer.MAX_VALUE, DOCS_PER_SHARD);
        int shards = Math.max(1, (int) Math.min(MAX_SHARDS, ((long) docs + DOCS_PER_SHARD - 1) / DOCS_PER_SHARD));
        return new IndexSettings(
                settings.integer("index.shards", 1, MAX_SHARDS, shards),
                settings.integer("index.replicas", 0, 16, 1),
                settings.duration("index.refresh", Duration.ofMillis(100), Duration.ofHours(1), Duration.ofSeconds(5)));
    }
}
