package io.tollhouse.proxy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tollhouse.proxy.judge.Recorder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what each package-info says that its room may import. */
class RoomsTest {
    private static final String ROOT = "io.tollhouse.proxy";
    private static final String CONTRACT = "io.tollhouse.contract";
    private static final String NETTY = "io.netty..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String METERS = "io.micrometer..";
    private static final String LOG = "org.slf4j..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("admin", NETTY, LOG, "com.fasterxml.jackson.core..", shared("health")),
                room(
                        "surroundings",
                        LOG,
                        shared("kafka"),
                        contract("address"),
                        contract("decision"),
                        contract("settings")),
                room(
                        "policy",
                        KAFKA,
                        METERS,
                        LOG,
                        shared("kafka"),
                        shared("health"),
                        contract("decision"),
                        contract("policy"),
                        contract("fleet"),
                        contract("yaml")),
                room("fleet", KAFKA, LOG, shared("kafka"), shared("health"), contract("fleet")),
                room(
                        "ledger",
                        KAFKA,
                        METERS,
                        LOG,
                        shared("kafka"),
                        shared("health"),
                        contract("audit"),
                        contract("fleet")),
                room("identity", "io.netty.handler.codec..", "io.netty.util..", contract("yaml")),
                room("upstream", NETTY, METERS, LOG, "jdk.net..", "javax.net.ssl..", contract("address")),
                room(
                        "judge",
                        NETTY,
                        METERS,
                        LOG,
                        own("upstream"),
                        contract("decision"),
                        contract("audit"),
                        contract("address"),
                        contract("policy")),
                room(
                        "listen",
                        "javax.crypto..",
                        "javax.net.ssl..",
                        NETTY,
                        METERS,
                        LOG,
                        own("identity"),
                        own("judge"),
                        own("upstream"),
                        contract("decision"),
                        contract("address"),
                        contract("policy")));
    }

    private static String own(String room) {
        return ROOT + "." + room;
    }

    private static String shared(String room) {
        return "io.tollhouse.process." + room;
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
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(theInterfaceItImplements(room)))
                .check(CLASSES);
    }

    /** An interface belongs to the room that uses it, so the ledger reaches into the judge's for this one. */
    private static DescribedPredicate<JavaClass> theInterfaceItImplements(String room) {
        return DescribedPredicate.describe(
                "the interface it implements",
                type -> room.equals("ledger") && type.getFullName().startsWith(Recorder.class.getName()));
    }

    @Test
    void everyRoomIsInTheTable() {
        var known = Stream.concat(Stream.of(ROOT), rooms().map(room -> own((String) room.get()[0])))
                .toArray(String[]::new);

        noClasses().should().resideOutsideOfPackages(known).check(CLASSES);
    }

    @Test
    void theMainRoomKnowsNoNetty() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(NETTY)
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
