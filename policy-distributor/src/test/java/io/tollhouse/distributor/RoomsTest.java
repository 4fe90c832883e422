package io.tollhouse.distributor;

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
    private static final String ROOT = "io.tollhouse.distributor";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String[] HTTP = {"io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "kotlin.."};
    private static final String METERS = "io.micrometer..";
    private static final String LOG = "org.slf4j..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("topics", KAFKA, shared("kafka"), shared("health"), contract("fleet")),
                room("follow", KAFKA, shared("kafka"), shared("health"), contract("fleet")),
                room(
                        "policy",
                        KAFKA,
                        LOG,
                        own("follow"),
                        shared("kafka"),
                        shared("health"),
                        contract("fleet"),
                        contract("policy"),
                        contract("yaml")),
                room("fleet", KAFKA, LOG, own("follow"), contract("fleet")),
                room(
                        "publish",
                        KAFKA,
                        LOG,
                        own("follow"),
                        own("policy"),
                        shared("kafka"),
                        contract("fleet"),
                        contract("policy"),
                        contract("decision"),
                        contract("yaml")),
                room("tokens", LOG, shared("health"), contract("fleet"), contract("yaml")),
                room("audit"),
                api());
    }

    private static Arguments api() {
        var others = Stream.of("follow", "policy", "fleet", "publish", "tokens", "audit")
                .map(RoomsTest::own);
        var rest = Stream.of(
                METERS,
                LOG,
                "com.fasterxml.jackson..",
                shared("kafka"),
                shared("health"),
                contract("fleet"),
                contract("policy"),
                contract("settings"),
                contract("yaml"));
        return room(
                "api",
                Stream.of(others, rest, Arrays.stream(HTTP)).flatMap(all -> all).toArray(String[]::new));
    }

    private static String own(String room) {
        return ROOT + "." + room;
    }

    private static String shared(String room) {
        return "io.tollhouse.process." + room;
    }

    private static String contract(String room) {
        return "io.tollhouse.contract." + room;
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

    @Test
    void theMainRoomKnowsNeitherKafkaNorHttp() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        Stream.concat(Stream.of(KAFKA), Arrays.stream(HTTP)).toArray(String[]::new)))
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
