package io.tollhouse.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * A list of hosts that rules name.
 *
 * @param file where its entries came from, as the policy writes it; null where they stand in the policy itself
 * @param at where it stands
 */
public record NamedList(String name, @Nullable String file, HostEntries entries, Place at) {}
