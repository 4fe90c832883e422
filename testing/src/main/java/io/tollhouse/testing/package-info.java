/**
 * The rules of rooms, which the tests of every module hold it to.
 *
 * <p>Rule of this room: for tests only; what one module alone needs stays in that module's tests.
 *
 * <p>May import: ArchUnit, JUnit and the JDK. Must not import any module.
 */
@NullMarked
package io.tollhouse.testing;

import org.jspecify.annotations.NullMarked;
