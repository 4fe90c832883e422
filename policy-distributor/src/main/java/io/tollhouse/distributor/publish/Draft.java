package io.tollhouse.distributor.publish;

import java.util.OptionalLong;

/**
 * A policy that somebody wants in force.
 *
 * @param text as it was written
 * @param label what messages call the document
 * @param base the revision that its author saw; empty for whatever is in force when it is published
 * @param author the name of the token that publishes it
 * @param why the author's words; empty for none
 */
public record Draft(byte[] text, String label, OptionalLong base, String author, String why) {}
