package io.tollhouse.proxy.ledger;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Which partition a stream writes to: by its node and number, so that the streams of a fleet spread evenly. A stream asks
 * once, when it begins, and keeps it to its end, also when the topic gets more partitions meanwhile.
 */
final class Partitions {
    private Partitions() {}

    /**
     * The partition of a stream.
     *
     * @param count of partitions, as far as is known
     */
    static int of(String node, int stream, int count) {
        var crc = new CRC32C();
        crc.update(node.getBytes(StandardCharsets.UTF_8));
        return (int) ((crc.getValue() + stream) % count);
    }
}
