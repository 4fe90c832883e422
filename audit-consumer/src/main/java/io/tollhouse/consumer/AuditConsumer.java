package io.tollhouse.consumer;

import io.tollhouse.contract.settings.Part;
import io.tollhouse.process.main.ProcessMain;

/** The process that brings audit records from Kafka into Elasticsearch, and finds them there. */
public final class AuditConsumer {
    private AuditConsumer() {}

    public static void main(String[] args) throws InterruptedException {
        new ProcessMain<>(Part.CONSUMER, "audit-consumer", ConsumerSettings::read, ConsumerRun::new).run(args);
    }
}
