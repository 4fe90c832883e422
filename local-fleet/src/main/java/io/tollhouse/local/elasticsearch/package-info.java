/**
 * An Elasticsearch server as a child process: its distribution unpacked once, its folders, its command line.
 *
 * <p>Rule of this room: the server's own classes are used by reflection only, from the distribution itself, so that no
 * format of theirs is copied; as root everything of the server belongs to an id without rights.
 *
 * <p>May import: {@code local.process}, {@code local.files}, {@code contract.files} and the JDK. {@code RoomsTest} holds
 * it.
 */
@NullMarked
package io.tollhouse.local.elasticsearch;

import org.jspecify.annotations.NullMarked;
