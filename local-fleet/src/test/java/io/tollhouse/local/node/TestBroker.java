package io.tollhouse.local.node;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.local.broker.Broker;
import io.tollhouse.local.testing.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A real broker in a process of its own, so that it can be stopped and continued by signals, and killed. */
public final class TestBroker implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx160m",
            "-Dlogback.configurationFile=broker-logback.xml");

    private final Path properties;
    private final Path log;
    private final int port;
    private Process process;

    private TestBroker(BrokerFile file) throws IOException {
        this.port = file.port();
        this.properties = file.write();
        this.log = file.folder().resolve("broker.log");
        this.process = launch();
    }

    /** Starts one that keeps its data in this folder, and returns when it answers. */
    public static TestBroker start(Path folder) throws IOException {
        return start(folder, Listener.NONE);
    }

    /** Starts one that listens once more. */
    public static TestBroker start(Path folder, Listener more) throws IOException {
        var broker = new TestBroker(BrokerFile.alone(folder, more));
        broker.awaitAnswer();
        return broker;
    }

    /** Starts three that are one cluster, each with its data below this folder, and returns when all answer. */
    public static List<TestBroker> three(Path folder) throws IOException {
        var brokers = new ArrayList<TestBroker>();
        for (var file : BrokerFile.three(folder)) {
            brokers.add(new TestBroker(file));
        }
        brokers.forEach(TestBroker::awaitAnswer);
        brokers.get(0).awaitMembers(brokers.size());
        return brokers;
    }

    /**
     * Another way in.
     *
     * @param address as one in {@code listeners}, its name being that of its protocol; empty for none
     * @param properties of the broker, a line each
     */
    public record Listener(String address, String properties) {
        static final Listener NONE = new Listener("", "");
    }

    private Process launch() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Broker.class.getName()));
        command.add(properties.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitAnswer() {
        Awaitility.await("the broker answers; see " + log)
                .atMost(Duration.ofSeconds(60))
                .until(() -> admin(admin -> {
                            admin.describeCluster().nodes().get(5, TimeUnit.SECONDS);
                            return true;
                        })
                        .orElse(false));
    }

    private void awaitMembers(int number) {
        Awaitility.await("all brokers have found each other")
                .atMost(Duration.ofSeconds(60))
                .until(() -> admin(admin -> admin.describeCluster()
                                        .nodes()
                                        .get(5, TimeUnit.SECONDS)
                                        .size()
                                == number)
                        .orElse(false));
    }

    /** Something that is asked of the broker. */
    public interface Question<T> {
        T ask(Admin admin) throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException;
    }

    /** Empty where it does not answer. */
    private <T> Optional<T> admin(Question<T> question) {
        try (var admin = Admin.create(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address().toString()))) {
            return Optional.ofNullable(question.ask(admin));
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes topics as they must be. */
    public void create(Topic... topics) {
        var all = java.util.Arrays.stream(topics)
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()))
                .toList();
        admin(admin -> admin.createTopics(all).all().get(30, TimeUnit.SECONDS));
    }

    /** Doubles a topic's partitions. */
    public void grow(Topic topic) {
        admin(admin -> {
            int now = Objects.requireNonNull(admin.describeTopics(List.of(topic.name()))
                            .allTopicNames()
                            .get(30, TimeUnit.SECONDS)
                            .get(topic.name()))
                    .partitions()
                    .size();
            return admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(2 * now)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        });
    }

    /** Writes records that have no key. */
    public void send(Topic topic, List<byte[]> values) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", address().toString()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var value : values) {
                producer.send(new ProducerRecord<>(topic.name(), value)).get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** What a group has committed. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return admin(admin -> admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(30, TimeUnit.SECONDS))
                .orElseThrow();
    }

    /** Has a group that has no members go on from there. */
    public void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        admin(admin -> admin.alterConsumerGroupOffsets(group, offsets).all().get(30, TimeUnit.SECONDS));
    }

    /** How many records of a topic a group has not committed. */
    public long lag(String group, Topic topic) {
        long committed = committed(group).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic.name()) && entry.getValue() != null)
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
        return records(topic) - committed;
    }

    /** How many records a topic has; those that were dropped count too. */
    public long records(Topic topic) {
        return admin(admin -> {
                    var described = admin.describeTopics(List.of(topic.name()))
                            .allTopicNames()
                            .get(30, TimeUnit.SECONDS);
                    var ends = new HashMap<TopicPartition, OffsetSpec>();
                    Objects.requireNonNull(described.get(topic.name()))
                            .partitions()
                            .forEach(partition -> ends.put(
                                    new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
                    return admin.listOffsets(ends).all().get(30, TimeUnit.SECONDS).values().stream()
                            .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                            .sum();
                })
                .orElseThrow();
    }

    /** Waits until those who read committed records can read past this one: a commit returns before that. */
    public void awaitReadable(RecordMetadata written) {
        var partition = new TopicPartition(written.topic(), written.partition());
        var committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Awaitility.await("a committed record can be read")
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .until(() -> admin(admin -> admin.listOffsets(Map.of(partition, OffsetSpec.latest()), committed)
                                        .partitionResult(partition)
                                        .get(30, TimeUnit.SECONDS)
                                        .offset())
                                .orElseThrow()
                        > written.offset());
    }

    /** Waits until every broker of this many has all of a topic. */
    public void awaitInSync(Topic topic, int brokers) {
        Awaitility.await("every broker has all of " + topic.name())
                .atMost(Duration.ofSeconds(90))
                .until(() -> admin(admin -> admin
                                .describeTopics(List.of(topic.name()))
                                .allTopicNames()
                                .get(30, TimeUnit.SECONDS)
                                .values()
                                .stream()
                                .flatMap(described -> described.partitions().stream())
                                .allMatch(partition -> partition.isr().size() == brokers))
                        .orElse(false));
    }

    /** How many members a group has. */
    public int members(String group) {
        return admin(admin -> admin.describeConsumerGroups(List.of(group))
                        .all()
                        .get(30, TimeUnit.SECONDS)
                        .values()
                        .iterator()
                        .next()
                        .members()
                        .size())
                .orElse(-1);
    }

    public void delete(Topic topic) {
        admin(admin -> admin.deleteTopics(List.of(topic.name())).all().get(30, TimeUnit.SECONDS));
    }

    /** Sets a topic to something, right or wrong. */
    public void configure(Topic topic, String key, String value) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        var change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin(admin -> admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                .all()
                .get(30, TimeUnit.SECONDS));
    }

    public HostPort address() {
        return new HostPort("127.0.0.1", port);
    }

    /** It lives, and answers nothing. */
    public void freeze() throws IOException, InterruptedException {
        Signals.freeze(process.pid());
    }

    public void thaw() throws IOException, InterruptedException {
        Signals.send("CONT", process.pid());
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void startAgain() throws IOException {
        process = launch();
        awaitAnswer();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
