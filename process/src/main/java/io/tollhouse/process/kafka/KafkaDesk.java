package io.tollhouse.process.kafka;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.settings.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka what there is. Safe from any thread; each question blocks for a few seconds at most. */
public final class KafkaDesk implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final KafkaAccess access;
    private @Nullable Admin admin;
    private boolean closed;

    public KafkaDesk(KafkaAccess access) {
        this.access = access;
    }

    /**
     * A topic that is there.
     *
     * @param id Kafka's own, since a topic that was deleted and made again is another one
     */
    public record Described(String id, int partitions) {}

    /**
     * Describes a topic.
     *
     * @throws KafkaTrouble where it is missing, has a wrong number of partitions, or Kafka does not say
     */
    public Described describe(Topic topic) throws KafkaTrouble, InterruptedException {
        var doing = "asking for the topic " + topic.name();
        var found = ask(
                        doing,
                        Right.on(topic, Operation.DESCRIBE),
                        to -> to.describeTopics(List.of(topic.name())).allTopicNames())
                .get(topic.name());
        if (found == null) {
            throw new KafkaTrouble("the topic " + topic.name() + " was not described");
        }
        int partitions = found.partitions().size();
        if (topic.exactPartitions() && partitions != topic.partitions()) {
            throw new KafkaTrouble(
                    "the topic %s has %d partitions and must have %d; delete it and restart a distributor"
                            .formatted(topic.name(), partitions, topic.partitions()));
        }
        return new Described(found.topicId().toString(), partitions);
    }

    /** Where the brokers say that they are. */
    public List<HostPort> brokers() throws KafkaTrouble, InterruptedException {
        var nodes = ask("asking for the brokers", to -> to.describeCluster().nodes());
        var brokers = new ArrayList<HostPort>();
        nodes.forEach(node -> brokers.add(new HostPort(node.host(), node.port())));
        return brokers;
    }

    /** One question, as Kafka's client puts it. */
    @FunctionalInterface
    public interface Question<T> {
        KafkaFuture<T> put(Admin to);
    }

    /**
     * Puts a question of the caller's own that everybody may put.
     *
     * @param doing what it is about, with which the sentence begins when it fails
     * @throws KafkaTrouble where Kafka does not answer as asked
     */
    public <T> T ask(String doing, Question<T> question) throws KafkaTrouble, InterruptedException {
        return ask(doing, null, question);
    }

    /**
     * Puts a question of the caller's own.
     *
     * @param doing what it is about, with which the sentence begins when it fails
     * @param needed what this process must be allowed for it; null for nothing
     * @throws KafkaTrouble where Kafka does not answer as asked
     */
    public <T> T ask(String doing, @Nullable Right needed, Question<T> question)
            throws KafkaTrouble, InterruptedException {
        try {
            return question.put(admin()).get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                throw new KafkaTrouble(
                        KafkaTrouble.Kind.MISSING,
                        doing + ": it is not there; a distributor makes it, or `tollhouse kafka plan` prints how");
            }
            if (cause instanceof TopicExistsException) {
                throw new KafkaTrouble(KafkaTrouble.Kind.EXISTS, doing + ": it is there already");
            }
            throw trouble(doing, needed, cause);
        } catch (TimeoutException | KafkaException e) { // the latter where no name of kafka.bootstrap has an address
            throw trouble(doing, needed, e);
        }
    }

    private KafkaTrouble trouble(String doing, @Nullable Right needed, Throwable cause) {
        var where = doing + " at " + access.servers();
        if (cause instanceof TimeoutException) {
            return new KafkaTrouble(where + ": Kafka does not answer");
        }
        return needed == null
                ? new KafkaTrouble(where + ": " + KafkaTrouble.sentence(cause))
                : KafkaTrouble.of(where, needed, cause);
    }

    private synchronized Admin admin() {
        if (closed) {
            throw new KafkaException("this process stops");
        }
        if (admin == null) {
            admin = Admin.create(access.client(
                    "admin",
                    Map.of(
                            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS)));
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
