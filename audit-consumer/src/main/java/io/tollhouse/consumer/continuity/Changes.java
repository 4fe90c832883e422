package io.tollhouse.consumer.continuity;

import java.util.List;

/**
 * What changed in a partition since somebody asked last.
 *
 * @param known streams as they are now
 * @param gone streams of which nothing is awaited any more
 */
public record Changes(List<Known> known, List<String> gone) {
    public Changes {
        known = List.copyOf(known);
        gone = List.copyOf(gone);
    }
}
