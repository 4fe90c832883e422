package io.tollhouse.consumer.reindex;

/**
 * What became of some records.
 *
 * @param next offset of the first that was not looked at
 * @param duplicate how many were there already
 * @param conflict how many have another record under their id, which stays
 * @param poison how many no index takes: their envelopes stay as they are
 * @param first what is wrong with the first of the two; empty where nothing is
 */
public record Reindexed(long next, int created, int duplicate, int conflict, int poison, String first) {
    /** Counts. For one thread. */
    static final class Counts {
        private int created;
        private int duplicate;
        private int conflict;
        private int poison;
        private String first = "";

        void created() {
            created++;
        }

        void duplicate() {
            duplicate++;
        }

        void conflict(String id) {
            conflict++;
            note("another record stands under the id " + id);
        }

        void poison(String cause) {
            poison++;
            note(cause);
        }

        private void note(String what) {
            first = first.isEmpty() ? what : first;
        }

        Reindexed upTo(long next) {
            return new Reindexed(next, created, duplicate, conflict, poison, first);
        }
    }
}
