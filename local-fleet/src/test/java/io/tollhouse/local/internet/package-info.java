/**
 * Tests of a real node with an internet of its own: run in a network namespace in which every address leads to this machine
 * ({@code src/test/netns}), so that public, private and metadata addresses can be dialled, and nothing leaves.
 *
 * <p>Rule of this room: every class asks {@code Internet.isOurs} first; where a namespace is not permitted its tests are
 * skipped and say so.
 */
@NullMarked
package io.tollhouse.local.internet;

import org.jspecify.annotations.NullMarked;
