package io.tollhouse.proxy.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Which partition a stream writes to: by its node and number, so that the streams of a fleet spread evenly, and the same
 * one to the stream's end, also when the topic gets more partitions meanwhile. For one thread only.
 */
final class Partitions {
    private final long start;
    private final Map<Integer, Integer> ofStreams = new HashMap<>();

    Partitions(String node) {
        var crc = new CRC32C();
        crc.update(node.getBytes(StandardCharsets.UTF_8));
        start = crc.getValue();
    }

    /**
     * The partition of a stream.
     *
     * @param count of partitions now
     */
    int of(int stream, int count) {
        return ofStreams.computeIfAbsent(stream, first -> (int) ((start + first) % count));
    }
}
