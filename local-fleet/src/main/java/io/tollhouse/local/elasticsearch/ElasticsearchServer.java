package io.tollhouse.local.elasticsearch;

import io.tollhouse.local.files.Trees;
import io.tollhouse.local.process.JavaCommand;
import io.tollhouse.local.process.Launch;
import io.tollhouse.local.process.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One Elasticsearch server on loopback, without its own launcher: that is a second JVM which lives as long as the server,
 * and hides from the server that its parent has died.
 *
 * @param data the fleet's data folder
 * @param httpPort of the REST API, 0 for any
 * @param transportPort of the node-to-node protocol, 0 for any
 * @param settings more of the server's own settings, over ours
 */
public record ElasticsearchServer(
        Modules modules, Path data, int httpPort, int transportPort, Map<String, String> settings) {
    private static final String ADD_EXPORTS = "java.base/org.elasticsearch.entitlement.bridge="
            + "org.elasticsearch.entitlement,java.logging,java.net.http,java.naming,jdk.net,jdk.zipfs,"
            + "jdk.management.agent";

    public ElasticsearchServer {
        settings = Map.copyOf(settings);
    }

    /**
     * Lays out its folders and says how it is started.
     *
     * @throws IOException also with a sentence for people when root cannot make it run
     */
    public Launch launch() throws IOException {
        var place = ServerPlace.find(modules.elasticsearchZip(), modules.cache(), data);
        layOut(place);
        return new Launch(
                place.identity().as(command(place)), environment(place), ServerInput.of(place, allSettings(place)));
    }

    /**
     * Deletes what stands elsewhere for a data folder.
     */
    public static void deleteElsewhere(Path data) throws IOException {
        var note = data.resolve(ServerPlace.ELSEWHERE);
        if (Files.exists(note)) {
            Trees.delete(Path.of(Files.readString(note).strip()));
        }
    }

    private static void layOut(ServerPlace place) throws IOException {
        Trees.delete(place.tmp());
        for (var folder : List.of(place.config(), place.data(), place.logs(), place.tmp())) {
            Files.createDirectories(folder);
        }
        for (var empty : List.of("elasticsearch.yml", "roles.yml", "role_mapping.yml", "users", "users_roles")) {
            Files.writeString(place.config().resolve(empty), "");
        }
        Files.writeString(place.config().resolve("log4j2.properties"), LOGGING);
        for (var folder : List.of(place.config(), place.data(), place.logs(), place.tmp())) {
            place.identity().own(folder);
        }
    }

    private Map<String, String> allSettings(ServerPlace place) {
        var all = new TreeMap<>(Map.of(
                "path.home",
                place.home().toString(),
                "path.data",
                place.data().toString(),
                "path.logs",
                place.logs().toString(),
                "cluster.name",
                "tollhouse-local",
                "node.name",
                "tollhouse-local",
                "discovery.type",
                "single-node",
                "network.host",
                "127.0.0.1",
                "http.port",
                String.valueOf(httpPort),
                "transport.port",
                String.valueOf(transportPort),
                "xpack.security.enabled",
                "false"));
        // On a nearly full disk the server would else refuse writes, or make its indices read-only.
        all.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        all.putAll(settings);
        return all;
    }

    private static Map<String, String> environment(ServerPlace place) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        environment.put("LIBFFI_TMPDIR", place.tmp().toString());
        environment.put("HOME", place.tmp().toString());
        return environment;
    }

    private static List<String> command(ServerPlace place) throws IOException {
        var lib = place.home().resolve("lib");
        var words = new ArrayList<String>();
        words.add(JavaCommand.program().toString());
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms64m", "-Xmx256m", "-Xss1m"));
        words.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:-OmitStackTraceInFastThrow"));
        words.add("-Des.path.home=" + place.home());
        words.add("-Des.path.conf=" + place.config());
        words.add("-Des.distribution.type=zip");
        words.add("-Djava.io.tmpdir=" + place.tmp());
        words.add("-Djna.tmpdir=" + place.tmp());
        words.addAll(PROPERTIES);
        words.addAll(List.of("-XX:+EnableDynamicAgentLoading", "-Djdk.attach.allowAttachSelf=true"));
        words.add("--patch-module=java.base=" + bridge(lib.resolve("entitlement-bridge")));
        words.add("--add-exports=" + ADD_EXPORTS);
        words.add("--module-path=" + lib);
        words.addAll(List.of(
                "--add-modules=jdk.net", "--add-modules=jdk.management.agent", "--add-modules=ALL-MODULE-PATH"));
        words.addAll(List.of("-m", "org.elasticsearch.server/org.elasticsearch.bootstrap.Elasticsearch"));
        return words;
    }

    private static Path bridge(Path folder) throws IOException {
        try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
            return jars.iterator().next();
        }
    }

    /** Those of the server's own launcher that matter on a small machine. */
    private static final List<String> PROPERTIES = List.of(
            "-Des.networkaddress.cache.ttl=60",
            "-Des.networkaddress.cache.negative.ttl=10",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Djna.nosys=true",
            "-Dio.netty.noUnsafe=true",
            "-Dio.netty.noKeySetOptimization=true",
            "-Dio.netty.recycler.maxCapacityPerThread=0",
            "-Dio.netty.allocator.type=unpooled",
            "-Dlog4j.shutdownHookEnabled=false",
            "-Dlog4j2.disable.jmx=true",
            "-Dlog4j2.formatMsgNoLookups=true",
            "-Djava.locale.providers=" + (Runtime.version().feature() >= 23 ? "CLDR" : "SPI,COMPAT"),
            "-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1");

    private static final String LOGGING = """
            status = error
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{ISO8601} %-5p %c{1.} - %m%n
            rootLogger.level = info
            rootLogger.appenderRef.console.ref = console
            logger.license.name = org.elasticsearch.deprecation
            logger.license.level = error
            """;
}
