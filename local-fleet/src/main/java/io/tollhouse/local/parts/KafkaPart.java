package io.tollhouse.local.parts;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.local.probe.Tcp;
import io.tollhouse.local.process.JavaCommand;
import io.tollhouse.local.process.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The broker. */
public final class KafkaPart {
    public static final String NAME = "kafka";

    private static final String MAIN = "io.tollhouse.local.broker.Broker";

    private final Site site;

    public KafkaPart(Site site) {
        this.site = site;
    }

    public Service service() {
        return site.service(
                NAME,
                site.jvm(NAME, this::command),
                () -> Tcp.isOpen(site.ports().kafka()) ? Optional.empty() : Optional.of("does not answer yet"));
    }

    private JavaCommand command() throws IOException {
        var file = site.data().conf("kafka.properties");
        WholeFile.write(file, properties());
        return site.ours(
                Site.smallJvm("128m", "-Dlogback.configurationFile=broker-logback.xml"),
                MAIN,
                List.of(file.toString()));
    }

    private String properties() throws IOException {
        var ports = site.ports();
        return """
                # Written by `tollhouse up` at every start.
                cluster.id=%s
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                advertised.listeners=PLAINTEXT://127.0.0.1:%d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=PLAINTEXT
                log.dirs=%s
                auto.create.topics.enable=false
                group.initial.rebalance.delay.ms=0
                offsets.topic.num.partitions=3
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=3
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                # The default takes 128 MiB of heap.
                log.cleaner.dedupe.buffer.size=2097152
                num.network.threads=2
                num.io.threads=2
                """.formatted(
                        clusterId(),
                        ports.kafkaController(),
                        ports.kafka(),
                        ports.kafkaController(),
                        ports.kafka(),
                        site.data().root().resolve("kafka"));
    }

    /** Only the first one counts: the broker keeps it in its folder. */
    private String clusterId() throws IOException {
        var file = site.data().root().resolve("kafka.cluster-id");
        if (!Files.exists(file)) {
            WholeFile.write(file, UUID.randomUUID() + "\n");
        }
        return Files.readString(file).strip();
    }
}
