package io.tollhouse.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what each package-info says that its room may import. */
class RoomsTest {
    private static final String ROOT = "io.tollhouse.cli";
    private static final String CONTRACT = "io.tollhouse.contract";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<Arguments> rooms() {
        return Stream.of(
                room(ROOT + ".output", JACKSON),
                room(ROOT + ".api", JACKSON, CONTRACT + ".settings", CONTRACT + ".yaml"),
                room(ROOT + ".init", CONTRACT + ".files", CONTRACT + ".keys", CONTRACT + ".settings"),
                room(
                        ROOT,
                        JACKSON,
                        "picocli..",
                        ROOT + ".output",
                        ROOT + ".api",
                        ROOT + ".init",
                        CONTRACT + ".settings",
                        CONTRACT + ".policy",
                        CONTRACT + ".decision",
                        CONTRACT + ".yaml",
                        CONTRACT + ".fleet"));
    }

    private static Arguments room(String name, String... mayImport) {
        return Arguments.of(name, mayImport);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void aRoomImportsNoMoreThanItSays(String room, String[] mayImport) {
        var allowed = Stream.concat(Stream.of("java..", "org.jspecify..", room), Arrays.stream(mayImport))
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .check(CLASSES);
    }

    @Test
    void everyRoomIsInTheTable() {
        var known = rooms().map(room -> (String) room.get()[0]).toArray(String[]::new);

        noClasses().should().resideOutsideOfPackages(known).check(CLASSES);
    }
}
