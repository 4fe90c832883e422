package io.tollhouse.distributor.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.publish.BaseMoved;
import io.tollhouse.distributor.publish.NotPublished;
import io.tollhouse.process.kafka.KafkaTrouble;

/** Counts publishes by what became of them. */
final class PublishMeters {
    private final MeterRegistry registry;

    PublishMeters(MeterRegistry registry) {
        this.registry = registry;
        for (var result : new String[] {"published", "invalid", "moved", "failed"}) {
            counter(result);
        }
    }

    /** A publish that is made. */
    @FunctionalInterface
    interface Publish<R> {
        R make() throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException;
    }

    <R> R count(Publish<R> publish) throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        var result = "failed";
        try {
            var published = publish.make();
            result = "published";
            return published;
        } catch (InvalidDocument e) {
            result = "invalid";
            throw e;
        } catch (BaseMoved e) {
            result = "moved";
            throw e;
        } finally {
            counter(result).increment();
        }
    }

    private Counter counter(String result) {
        return Counter.builder("tollhouse.publishes")
                .description("Policies that somebody wanted in force, by what became of them")
                .tag("result", result)
                .register(registry);
    }
}
