package io.tollhouse.distributor.follow;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hears the records of topics, from one thread. */
public interface Listener {

    /**
     * The topics are read from their start: what was told before counts no more.
     *
     * @param topicIds Kafka's ids by the topics' names
     */
    void restart(Map<String, String> topicIds);

    /**
     * The next record.
     *
     * @param fresh whether it came after the topics had been read to their end, so that it was just written
     */
    void record(ConsumerRecord<byte[], byte[]> record, boolean fresh);

    /** Everything that was committed has been told, for the first time since {@link #restart}. */
    default void caughtUp() {}
}
