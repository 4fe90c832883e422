package io.tollhouse.process.topics;

import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks at the topics of a process at the start and each minute, and says of each that is wrong what mends it. While one is
 * wrong, it looks every few seconds.
 */
public final class TopicWatch {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Rights.Role role;
    private final TopicCheck check;
    private final Health.Part health;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private boolean wrong;

    /** Does nothing before {@link #run}. */
    public TopicWatch(Rights.Role role, KafkaAccess access, KafkaDesk desk, Health health) {
        this.role = role;
        this.check = new TopicCheck(role, desk, access.servers());
        this.health = health.part("topics");
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            Thread.sleep((look() ? INTERVAL : backoff.next()).toMillis());
        }
    }

    /** Whether nothing is wrong. While Kafka does not answer, what was seen stays: who reads and writes tells of that. */
    private boolean look() throws InterruptedException {
        try {
            var found = check.look(Rights.topics(role));
            tell(found);
            return found.isEmpty();
        } catch (KafkaTrouble e) {
            return false;
        }
    }

    private void tell(List<Finding> found) {
        if (found.isEmpty() == wrong) { // at a start, a distributor makes topics at the same moment
            backoff.reset();
        }
        wrong = !found.isEmpty();
        if (found.isEmpty()) {
            health.fine();
        } else {
            health.degraded(found.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        }
    }
}
