package io.tollhouse.consumer.search;

import java.util.List;
import java.util.Optional;

/**
 * Some of what was found.
 *
 * @param total how many documents match, on all pages
 * @param documents each as it is stored
 * @param next the search whose first page comes after this one; empty where there is nothing more
 */
public record Page(long total, List<byte[]> documents, Optional<Search> next) {
    public Page {
        documents = List.copyOf(documents);
    }
}
