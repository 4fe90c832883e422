/**
 * Typed settings of a process: a YAML file, below the environment, below flags; every problem at once, by its key.
 *
 * <p>Rule of this room: a value is looked at in one place, with its range; what nobody knows is an error; nothing here
 * prints a secret.
 *
 * <p>May import: {@code contract.yaml} and the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.contract.settings;

import org.jspecify.annotations.NullMarked;
