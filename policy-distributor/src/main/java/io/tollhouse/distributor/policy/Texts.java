package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.distributor.follow.TopicReader;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.Map;
import java.util.Optional;

/** Fetches the texts of old revisions from Kafka, since all of them may be more than this process can hold. */
public record Texts(PolicyLog log, KafkaAccess access) {

    /**
     * A revision with its text.
     *
     * @param lists the list files of its text, by the path that names them
     */
    public record Full(Revision revision, String text, Map<String, ListPart> lists) {}

    /**
     * Fetches one.
     *
     * @return empty where there is no such revision
     * @throws KafkaTrouble where Kafka does not give it
     */
    public Optional<Full> find(long revision) throws KafkaTrouble {
        var entry = log.entry(revision);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        var record = TopicReader.at(access, Topic.HISTORY, entry.get().offset())
                .orElseThrow(() ->
                        new KafkaTrouble("reading revision " + revision + ": Kafka gave no record in time; try again"));
        try {
            var manifest = log.manifest(record);
            return Optional.of(new Full(entry.get().revision(), manifest.policy(), manifest.lists()));
        } catch (NotBelieved e) {
            throw new KafkaTrouble("reading revision " + revision + ": " + e.getMessage());
        }
    }
}
