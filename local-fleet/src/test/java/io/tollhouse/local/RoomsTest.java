package io.tollhouse.local;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
    private static final String ROOT = "io.tollhouse.local";
    private static final String CONTRACT = "io.tollhouse.contract";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("files"),
                room("process"),
                room("probe", JACKSON),
                room("demo", "com.sun.net.httpserver..", "javax.net.ssl..", contract("settings")),
                room("broker", "org.apache.kafka..", "kafka.server..", "org.slf4j..", "scala..", contract("settings")),
                room("data", own("files"), contract("files"), contract("keys"), contract("settings")),
                room("elasticsearch", own("files"), own("process"), contract("files")),
                room("opening", own("probe"), JACKSON, contract("settings")),
                room(
                        "parts",
                        own("process"),
                        own("data"),
                        own("elasticsearch"),
                        own("probe"),
                        JACKSON,
                        contract("files"),
                        contract("settings"),
                        contract("yaml")));
    }

    private static String own(String room) {
        return ROOT + "." + room;
    }

    private static String contract(String room) {
        return CONTRACT + "." + room;
    }

    private static Arguments room(String name, String... mayImport) {
        return Arguments.of(name, mayImport);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void aRoomImportsNoMoreThanItSays(String room, String[] mayImport) {
        var allowed = Stream.concat(Stream.of("java..", "org.jspecify..", own(room)), Arrays.stream(mayImport))
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(own(room))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .check(CLASSES);
    }

    @Test
    void everyRoomIsInTheTable() {
        var known = Stream.concat(Stream.of(ROOT), rooms().map(room -> own((String) room.get()[0])))
                .toArray(String[]::new);

        noClasses().should().resideOutsideOfPackages(known).check(CLASSES);
    }

    /** Processes of their own: their libraries must never be loaded into {@code up}. */
    @Test
    void nobodyImportsTheMainClassesOfChildren() {
        noClasses()
                .that()
                .resideOutsideOfPackages(own("broker"), own("demo"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(own("broker"), own("demo"))
                .check(CLASSES);
    }

    @Test
    void noRoomKnowsTheMainOne() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void noRoomsImportEachOther() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
