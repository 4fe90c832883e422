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
    private volatile boolean reached;

    public KafkaReach(KafkaAccess access) {
        bootstrap = access.bootstrap();
    }

    /** Whether a broker has taken one. */
    public boolean isReached() {
        return reached;
    }

    /** Asks one after the other, up to half a second each and as long as the system takes to resolve its name, until one takes it. */
    public void look() {
        for (var server : bootstrap) {
            if (takes(server)) {
                reached = true;
                return;
            }
        }
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
