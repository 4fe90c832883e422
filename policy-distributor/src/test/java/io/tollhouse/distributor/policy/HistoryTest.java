package io.tollhouse.distributor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History();

    private void add(long revision) {
        history.add(new Revision(revision, revision - 1, "p", "", "h", "c", "ops", "", "k"), 10 * revision);
    }

    @Test
    void revisionsAreFoundByNumberAndListedNewestFirst() {
        add(1);
        add(2);
        add(5);

        assertThat(history.newest(2)).extracting(Revision::revision).containsExactly(5L, 2L);
        assertThat(history.newest().orElseThrow().revision()).isEqualTo(5);
        assertThat(history.find(2).orElseThrow().offset()).isEqualTo(20);
        assertThat(history.find(3)).isEmpty();
    }

    @Test
    void ofManyTheNewestAreKept() {
        for (int revision = 1; revision <= History.KEPT + 1; revision++) {
            add(revision);
        }

        assertThat(history.find(1)).isEmpty();
        assertThat(history.find(2)).isPresent();
        assertThat(history.newest(Integer.MAX_VALUE)).hasSize(History.KEPT);
    }
}
