package io.tollhouse.distributor.publish;

import io.tollhouse.contract.policy.ListFile;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A policy that somebody wants in force.
 *
 * @param text as it was written
 * @param label what messages call the document
 * @param files the list files that it names, by the path that its text names them by
 * @param base the revision that its author saw; empty for whatever is in force when it is published
 * @param author the name of the token that publishes it
 * @param why the author's words; empty for none
 */
public record Draft(
        byte[] text, String label, Map<String, ListFile> files, OptionalLong base, String author, String why) {}
