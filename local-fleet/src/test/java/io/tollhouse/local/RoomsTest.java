package io.tollhouse.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.tollhouse.testing.Imports.JACKSON;
import static io.tollhouse.testing.Imports.KAFKA;
import static io.tollhouse.testing.Imports.LOG;
import static io.tollhouse.testing.Imports.contract;
import static io.tollhouse.testing.Imports.library;
import static io.tollhouse.testing.Imports.own;
import static io.tollhouse.testing.Room.mainWithout;
import static io.tollhouse.testing.Room.room;

import io.tollhouse.testing.RoomsRules;
import org.junit.jupiter.api.Test;

/** Holds what each package-info says that its room may import. */
class RoomsTest extends RoomsRules {
    private static final String ROOT = "io.tollhouse.local";

    RoomsTest() {
        super(
                ROOT,
                mainWithout(),
                room("files"),
                room("process"),
                room("probe", JACKSON),
                room("demo", library("com.sun.net.httpserver..", "javax.net.ssl.."), contract("settings")),
                room("broker", KAFKA, LOG, library("kafka.server..", "scala.."), contract("settings")),
                room("data", own("files"), contract("files", "keys", "settings")),
                room("elasticsearch", own("files", "process"), contract("files")),
                room("opening", own("probe"), JACKSON, contract("settings")),
                room(
                        "parts",
                        JACKSON,
                        own("process", "data", "elasticsearch", "probe"),
                        contract("files", "settings", "yaml")));
    }

    /** Processes of their own: their libraries must never be loaded into {@code up}. */
    @Test
    void nobodyImportsTheMainClassesOfChildren() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".broker", ROOT + ".demo")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".broker", ROOT + ".demo")
                .check(classes());
    }
}
