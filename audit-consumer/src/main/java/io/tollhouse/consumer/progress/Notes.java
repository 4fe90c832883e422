package io.tollhouse.consumer.progress;

import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The progress topic, where it is there. Each call takes some seconds at most. */
interface Notes {
    /** How many partitions it has. */
    int partitions() throws KafkaTrouble, InterruptedException;

    /** All that it has of these partitions, of which each is one of its own. */
    Map<Integer, Found> read(Set<Integer> partitions) throws KafkaTrouble, InterruptedException;

    /** Returns when the brokers have them; each partition keeps their order. */
    void write(List<Note> notes) throws KafkaTrouble, InterruptedException;

    /** What gives it more partitions. */
    String grow(int partitions);
}
