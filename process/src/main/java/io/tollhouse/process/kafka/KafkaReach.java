package io.tollhouse.process.kafka;

import io.tollhouse.contract.settings.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** Whether one of the brokers takes a connection: known long before a Kafka client has started and had its first answer. */
public final class KafkaReach {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final List<HostPort> bootstrap;
    private volatile Seen seen = Seen.NOTHING;

    /** What looking has shown. */
    public enum Seen {
        /** Not every broker was asked yet. */
        NOTHING,
        /** None of them takes a connection. */
        NOBODY,
        /** One of them has taken one. */
        A_BROKER
    }

    public KafkaReach(KafkaAccess access) {
        bootstrap = access.bootstrap();
    }

    /** What looking has shown up to now. */
    public Seen seen() {
        return seen;
    }

    /** Asks one after the other, up to half a second each and as long as the system takes to resolve its name, until one takes it. */
    public void look() {
        for (var server : bootstrap) {
            if (takes(server)) {
                seen = Seen.A_BROKER;
                return;
            }
        }
        seen = Seen.NOBODY;
    }

    private static boolean takes(HostPort server) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
