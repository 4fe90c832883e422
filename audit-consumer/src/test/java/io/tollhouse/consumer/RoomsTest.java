package io.tollhouse.consumer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what each package-info says that its room may import. */
class RoomsTest {
    private static final String ROOT = "io.tollhouse.consumer";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String METERS = "io.micrometer..";
    private static final String LOG = "org.slf4j..";
    private static final String[] ELASTICSEARCH = {
        "co.elastic.clients..", "org.elasticsearch.client..", "org.apache.http..", "javax.net.ssl.."
    };
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("document", JACKSON, contract("audit")),
                room("delivery", METERS, LOG, own("document"), shared("health"), shared("kafka"), contract("audit")),
                room(
                        "index",
                        with(
                                ELASTICSEARCH,
                                JACKSON,
                                LOG,
                                own("delivery"),
                                own("document"),
                                shared("health"),
                                shared("kafka"),
                                contract("audit"),
                                contract("settings"))),
                room("deadletter", KAFKA, own("delivery"), own("document"), shared("kafka"), contract("fleet")),
                room(
                        "intake",
                        KAFKA,
                        METERS,
                        LOG,
                        own("delivery"),
                        own("document"),
                        shared("kafka"),
                        shared("health"),
                        contract("fleet")),
                room("query", JACKSON, contract("audit"), contract("address"), contract("yaml")),
                room(
                        "search",
                        with(
                                ELASTICSEARCH,
                                JACKSON,
                                own("query"),
                                own("index"),
                                own("document"),
                                contract("address"),
                                contract("audit"))),
                room("tail", KAFKA, own("query"), shared("kafka"), contract("audit"), contract("fleet")),
                room(
                        "api",
                        "io.javalin..",
                        "org.eclipse.jetty..",
                        "jakarta.servlet..",
                        "kotlin..",
                        JACKSON,
                        LOG,
                        own("search"),
                        own("query"),
                        own("tail"),
                        shared("health")));
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

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
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

    @ParameterizedTest
    @ValueSource(strings = {"delivery", "index"})
    void whatKnowsNoKafkaTakesOnlyTheWaitsFromThere(String room) {
        noClasses()
                .that()
                .resideInAPackage(own(room))
                .should()
                .dependOnClassesThat(resideInAPackage(shared("kafka")).and(not(simpleName("Backoff"))))
                .check(CLASSES);
    }

    @Test
    void theMainRoomOnlyWires() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(with(ELASTICSEARCH, KAFKA, "io.javalin.."))
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
