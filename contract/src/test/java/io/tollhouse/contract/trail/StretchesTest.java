package io.tollhouse.contract.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.EventId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchesTest {
    private final List<String> found = new ArrayList<>();
    private final Stretches stretches =
            new Stretches(Finding.Kind.UNINDEXED, "not there", finding -> found.add(finding.toString()));

    private void add(int stream, long... sequences) {
        for (long sequence : sequences) {
            stretches.add(new EventId("node-1", "0123456789ab", stream, sequence));
        }
    }

    @Test
    void whatFollowsOnEachOtherIsOneFinding() {
        add(1, 3, 4, 4, 5, 7, 9, 8);
        stretches.end();

        assertThat(found)
                .containsExactly(
                        "unindexed: node-1/0123456789ab/0001 at 3: records 3 to 5 are not there",
                        "unindexed: node-1/0123456789ab/0001 at 7: record 7 is not there",
                        "unindexed: node-1/0123456789ab/0001 at 9: record 9 is not there",
                        "unindexed: node-1/0123456789ab/0001 at 8: record 8 is not there");
    }

    @Test
    void streamsBesideEachOtherAreToldApart() {
        add(1, 3);
        add(2, 4);
        add(1, 4);
        add(2, 5);
        stretches.end();
        stretches.end();

        assertThat(found)
                .containsExactly(
                        "unindexed: node-1/0123456789ab/0001 at 3: records 3 to 4 are not there",
                        "unindexed: node-1/0123456789ab/0002 at 4: records 4 to 5 are not there");
    }

    @Test
    void ofManyStreamsThatBeginOnlySoManyAreKept() {
        for (int stream = 0; stream < 1_002; stream++) {
            add(stream, 7);
        }

        assertThat(found).hasSize(2).first().asString().contains("/0000 at 7");
        stretches.end();
        assertThat(found).hasSize(1_002);
    }
}
