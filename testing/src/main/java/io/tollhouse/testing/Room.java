package io.tollhouse.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static io.tollhouse.testing.Imports.all;
import static io.tollhouse.testing.Imports.library;

/**
 * One package of a module.
 *
 * @param name below the module's root package; empty for the main room, which is that package
 */
public record Room(String name, Imports mayImport) {
    private static final String MAIN = "";

    /** A room that imports no more than this, beside the JDK's {@code java..}, JSpecify and itself. */
    public static Room room(String name, Imports... mayImport) {
        return new Room(name, all(library("java..", "org.jspecify.."), all(mayImport)));
    }

    /** The main room, where it is as closed as any other. */
    public static Room main(Imports... mayImport) {
        return room(MAIN, mayImport);
    }

    /** The main room, where it wires: it may import anything else. */
    public static Room mainWithout(Imports... mustNotImport) {
        return new Room(MAIN, root -> not(all(mustNotImport).below(root)));
    }

    String packageBelow(String root) {
        return name.equals(MAIN) ? root : root + "." + name;
    }
}
