package io.tollhouse.cli.api;

import org.jspecify.annotations.Nullable;

/**
 * What to look for in the audit trail, as people wrote it; null for what they left out. The consumer reads it, not we.
 *
 * @param since a time or an age
 * @param until a time or an age
 * @param sort {@code desc} or {@code asc}
 */
public record Search(
        @Nullable String query,
        @Nullable String since,
        @Nullable String until,
        @Nullable String sort) {}
