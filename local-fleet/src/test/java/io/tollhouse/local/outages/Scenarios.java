package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.local.outages.ElasticRelay.Sabotage;
import io.tollhouse.local.testing.Said;
import io.tollhouse.local.testing.TestElasticsearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs scenarios of faults under load on one fleet. Each ends with a comparison of what clients were answered and what the index has, by a
 * program that imports nothing of the product. Both files of each stay in {@code target/chaos}.
 */
final class Scenarios implements AutoCloseable {
    /** How long something is away: {@code -Dtollhouse.outage=60s}. */
    static final Duration OUTAGE =
            Duration.parse("PT" + System.getProperty("tollhouse.outage", "5s").toUpperCase(Locale.ROOT));

    /** How often something is killed: {@code -Dtollhouse.kills=20}. */
    static final int KILLS = Integer.getInteger("tollhouse.kills", 2);

    static final Duration SOON = Duration.ofSeconds(90);

    private static final Path KEPT = Path.of("target", "chaos").toAbsolutePath();
    private static final Path COMPARE = Path.of("src", "chaos", "Compare.java").toAbsolutePath();
    private static final int SOME = 20;
    private static final List<Sabotage> KINDS = List.of(Sabotage.values());

    private final ElasticRelay relay;
    private final OutagesFleet fleet;

    /** Paths of the scenarios before: a node that is killed sends again what stood in one file with what was not acknowledged. */
    private final List<String> sent = new ArrayList<>();

    /** Refusals of this scenario that nodes say they did not record. */
    private int lost;

    private Scenarios(ElasticRelay relay, OutagesFleet fleet) {
        this.relay = relay;
        this.fleet = fleet;
    }

    /** Starts a fleet with a relay before its Elasticsearch. */
    static Scenarios start(Path folder) throws Exception {
        Files.createDirectories(KEPT);
        var relay = new ElasticRelay(TestElasticsearch.shared().url());
        return new Scenarios(relay, OutagesFleet.start(folder, relay.url()));
    }

    /** The same with a Kafka that has three replicas of everything. */
    static Scenarios start(Path folder, TestBroker broker) throws Exception {
        Files.createDirectories(KEPT);
        var relay = new ElasticRelay(TestElasticsearch.shared().url());
        return new Scenarios(relay, OutagesFleet.start(folder, relay.url(), broker, Map.of("kafka.replication", "3")));
    }

    OutagesFleet fleet() {
        return fleet;
    }

    ElasticRelay relay() {
        return relay;
    }

    /** All documents and envelopes that are there now. */
    String text() throws IOException, InterruptedException {
        fleet.elasticsearch().ask("POST", "/tollhouse-audit-*/_refresh", "");
        return new String(IndexExport.of(fleet.elasticsearch()), StandardCharsets.UTF_8);
    }

    /** The index as a scenario left it, a document in each line. */
    static Path index(String scenario) {
        return KEPT.resolve(scenario + "-index.ndjson");
    }

    /** What clients of a scenario sent and were answered. */
    static Path client(String scenario) {
        return KEPT.resolve(scenario + "-client.ndjson");
    }

    void nothingIsLeft() throws Exception {
        fleet.awaitReady();
        awaitDrained();
        fleet.elasticsearch().ask("DELETE", "/tollhouse-audit-*,tollhouse-envelope-*", "");
    }

    void awaitDrained() {
        await("everything is in Kafka")
                .atMost(SOON)
                .until(() ->
                        fleet.nodes().stream().allMatch(node -> node.process().metric("tollhouse_ledger_bytes") == 0));
        awaitIndexed();
    }

    /** What is committed is indexed. */
    void awaitIndexed() {
        await("everything is in the index")
                .atMost(SOON)
                .until(() -> fleet.broker().lag("tollhouse-audit", Topic.AUDIT) == 0);
    }

    /** What is on the topic now is indexed, whatever comes meanwhile. */
    void awaitIndexedSoFar() {
        long now = fleet.broker().records(Topic.AUDIT);
        await("what was there is in the index")
                .atMost(SOON)
                .until(() ->
                        fleet.broker().records(Topic.AUDIT) - fleet.broker().lag("tollhouse-audit", Topic.AUDIT)
                                >= now);
    }

    private static int answers(Load load) {
        return load.refused().size() + load.letThrough().size();
    }

    static void awaitMore(Load load) {
        int before = answers(load);
        await().atMost(SOON).until(() -> answers(load) > before + SOME);
    }

    /** A node has said, before it ended, how many refusals of this scenario it could not record. */
    void isLost(int refusals) {
        lost += refusals;
    }

    /** What happens while clients ask. */
    interface Fault {
        void happens(Load load) throws Exception;
    }

    Said run(String scenario, Fault fault) throws Exception {
        lost = 0;
        var before = sent.stream().map(path -> line(path, -1)).toList();
        Load load = Load.on(fleet.nodes());
        try (load) {
            awaitMore(load);
            fault.happens(load);
            awaitMore(load);
        } finally {
            load.endWithBreaks();
            sent.addAll(load.paths());
        }
        fleet.awaitReady();
        awaitDrained();
        fleet.elasticsearch().ask("POST", "/tollhouse-audit-*/_refresh", "");
        var client = Files.write(
                client(scenario), Stream.concat(lines(load), before.stream()).toList());
        var index = Files.write(index(scenario), IndexExport.of(fleet.elasticsearch()));
        var said = Said.by(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        COMPARE.toString(),
                        scenario,
                        client.toString(),
                        index.toString(),
                        String.valueOf(fleet.broker().records(Topic.DEAD_LETTER)),
                        String.valueOf(lost)),
                KEPT.resolve(scenario + ".err"));
        System.out.println(said.out().strip()); // for whoever runs ./tollhouse chaos
        return said;
    }

    private static Stream<String> lines(Load load) {
        var answered = Stream.concat(load.letThrough().stream(), load.refused().stream())
                .map(asked -> line(asked.path(), asked.answer().status()));
        return Stream.concat(answered, load.unanswered().stream().map(path -> line(path, 0)));
    }

    private static String line(String path, int status) {
        return "{\"path\":\"%s\",\"status\":%d}".formatted(path, status);
    }

    static void isWhole(Said said) {
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out()).contains("\"duplicate\":0,\"missing\":0,\"foreign\":0,\"gaps\":0");
    }

    /** A fault after which everything must be there; and in the long form once more, where something is done to one record too. */
    Said holds(String scenario, Fault fault) throws Exception {
        return holds(scenario, () -> {}, fault);
    }

    /** What is done before clients ask. */
    interface Preparation {
        void prepare() throws Exception;
    }

    /** The same, with something that is done before clients ask. */
    Said holds(String scenario, Preparation first, Fault fault) throws Exception {
        first.prepare();
        var said = run(scenario, fault);
        isWhole(said);
        if (Boolean.getBoolean("tollhouse.sabotage")) {
            nothingIsLeft();
            first.prepare();
            isFound(scenario, KINDS.get(Math.floorMod(scenario.hashCode(), KINDS.size())), fault);
        }
        return said;
    }

    /** Behind the fault, since what is sent again because of it would mend what was done. */
    void isFound(String scenario, Sabotage sabotage, Fault fault) throws Exception {
        var name = scenario + "-" + sabotage.name().toLowerCase(Locale.ROOT);
        var said = run(name, load -> {
            fault.happens(load);
            awaitIndexedSoFar(); // what is there already cannot be changed, and before the first of a stream nothing is
            // missed
            relay.does(sabotage);
            await().atMost(SOON).until(() -> relay.sabotaged() != null);
        });

        assertThat(said.exit()).as(said.out()).isEqualTo(1);
        var id = String.valueOf(relay.sabotaged());
        var stream = id.substring(0, id.lastIndexOf('-'));
        long sequence = Long.parseLong(id.substring(stream.length() + 1), 16);
        assertThat(said.out())
                .contains(
                        switch (sabotage) {
                            case DROP -> "gap: " + stream + " " + sequence + " to " + sequence;
                            case DOUBLE -> "twice: " + id;
                            case CHANGE -> "changed: " + id;
                        });
    }

    static void away() {
        long since = System.nanoTime();
        await().atMost(OUTAGE.plus(SOON)).until(() -> System.nanoTime() - since > OUTAGE.toNanos());
    }

    @Override
    public void close() {
        fleet.close();
        relay.close();
    }
}
