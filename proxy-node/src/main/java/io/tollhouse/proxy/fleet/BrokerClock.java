package io.tollhouse.proxy.fleet;

import io.tollhouse.process.health.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The brokers' clock as this node knows it: its own, moved by what acknowledgements say. Before the first of them, and as far
 * as Kafka is away, it goes as the node's own does. To read it takes no lock, so event loops may.
 */
public final class BrokerClock extends Clock {
    /** Clocks that are set by NTP differ by less. */
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private final Clock own;
    private final Health.Part health;
    private final Skew skew;

    /** One that has learnt nothing yet. */
    public BrokerClock(Clock own, Health health) {
        this(own, health.part("clock"), new Skew());
    }

    private BrokerClock(Clock own, Health.Part health, Skew skew) {
        this.own = own;
        this.health = health;
        this.skew = skew;
    }

    /** The node's own clock, in milliseconds since 1970. */
    long ownMillis() {
        return own.millis();
    }

    /**
     * Learns of an acknowledgement that came just now.
     *
     * @param sent by {@link #ownMillis}
     * @param appended by the broker's clock
     */
    void acknowledged(long sent, long appended) {
        skew.learn(sent, appended, own.millis());
        long millis = skew.millis();
        if (Math.abs(millis) <= TOLERATED.toMillis()) {
            health.fine();
        } else {
            health.degraded(
                    "this node's clock is %d s %s the brokers', by which it judges and records; see which of them is"
                                    .formatted(Math.abs(millis) / 1_000, millis < 0 ? "ahead of" : "behind")
                            + " wrong and set it right (NTP)");
        }
    }

    /** Milliseconds to add to the node's own clock to get the brokers'. */
    long skewMillis() {
        return skew.millis();
    }

    @Override
    public long millis() {
        return own.millis() + skew.millis();
    }

    @Override
    public Instant instant() {
        return own.instant().plusMillis(skew.millis());
    }

    @Override
    public ZoneId getZone() {
        return own.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new BrokerClock(own.withZone(zone), health, skew);
    }
}
