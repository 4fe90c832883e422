package io.tollhouse.process;

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
    private static final String ROOT = "io.tollhouse.process";
    private static final String LOG = "org.slf4j..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("check"),
                room("health", LOG),
                room(
                        "kafka",
                        LOG,
                        "org.apache.kafka..",
                        "io.tollhouse.contract.fleet",
                        "io.tollhouse.contract.settings"));
    }

    private static Arguments room(String name, String... mayImport) {
        return Arguments.of(name, mayImport);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void aRoomImportsNoMoreThanItSays(String room, String[] mayImport) {
        var allowed = Stream.concat(Stream.of("java..", "org.jspecify..", ROOT + "." + room), Arrays.stream(mayImport))
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .check(CLASSES);
    }

    @Test
    void everyRoomIsInTheTable() {
        var known = rooms().map(room -> ROOT + "." + room.get()[0]).toArray(String[]::new);

        noClasses().should().resideOutsideOfPackages(known).check(CLASSES);
    }
}
