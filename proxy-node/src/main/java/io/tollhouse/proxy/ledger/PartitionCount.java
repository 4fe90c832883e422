package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.fleet.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many partitions the audit topic has, as far as a node has heard: kept over a start without Kafka. Safe from any thread. */
final class PartitionCount {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionCount.class);
    private static final int MOST = 1 << 16;

    private final Path file;
    private volatile int known;

    PartitionCount(Path file) {
        this.file = file;
        this.known = read();
    }

    private int read() {
        try {
            int count = Integer.parseInt(Files.readString(file).strip());
            if (count > 0 && count <= MOST) {
                return count;
            }
        } catch (NoSuchFileException e) {
            return Topic.AUDIT.partitions();
        } catch (IOException | NumberFormatException e) {
            LOG.warn("cannot read {}: {}", file, e.toString());
        }
        return Topic.AUDIT.partitions();
    }

    int known() {
        return known;
    }

    /** Kafka says so. */
    void learn(int count) {
        if (count == known && Files.exists(file)) {
            return;
        }
        known = count;
        try {
            WholeFile.writeDurably(file, count + "\n");
        } catch (IOException e) {
            LOG.warn("cannot write {}: {}", file, e.toString());
        }
    }
}
