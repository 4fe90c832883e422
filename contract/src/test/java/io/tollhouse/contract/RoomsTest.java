package io.tollhouse.contract;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.tollhouse.testing.Imports.JACKSON;
import static io.tollhouse.testing.Imports.library;
import static io.tollhouse.testing.Imports.own;
import static io.tollhouse.testing.Room.room;

import io.tollhouse.testing.RoomsRules;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Holds what each package-info says that its room may import. */
class RoomsTest extends RoomsRules {
    private static final String ROOT = "io.tollhouse.contract";

    RoomsTest() {
        super(
                ROOT,
                room("yaml", library("org.snakeyaml.engine..")),
                room("settings", own("yaml")),
                room("address", library("com.ibm.icu..")),
                room("policy", own("yaml", "address")),
                room("overlay", own("address", "policy")),
                room("decision", own("yaml", "address", "policy", "overlay")),
                room("audit", library("com.fasterxml.jackson.core..")),
                room("trail", own("audit", "fleet"), library("com.fasterxml.jackson.core..")),
                room("fleet", own("overlay"), JACKSON),
                room("files"),
                room("keys", own("files", "fleet", "settings")));
    }

    @Test
    void whatDecidesKnowsNoFilesThreadsOrClock() {
        noClasses()
                .that(resideInAnyPackage(ROOT + ".decision", ROOT + ".policy", ROOT + ".address"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.util.concurrent.."))
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(classes());
    }
}
