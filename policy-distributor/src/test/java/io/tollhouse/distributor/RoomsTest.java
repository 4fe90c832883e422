package io.tollhouse.distributor;

import static io.tollhouse.testing.Imports.JACKSON;
import static io.tollhouse.testing.Imports.KAFKA;
import static io.tollhouse.testing.Imports.LOG;
import static io.tollhouse.testing.Imports.METERS;
import static io.tollhouse.testing.Imports.contract;
import static io.tollhouse.testing.Imports.library;
import static io.tollhouse.testing.Imports.own;
import static io.tollhouse.testing.Imports.process;
import static io.tollhouse.testing.Room.mainWithout;
import static io.tollhouse.testing.Room.room;

import io.tollhouse.testing.Imports;
import io.tollhouse.testing.RoomsRules;

/** Holds what each package-info says that its room may import. */
class RoomsTest extends RoomsRules {
    private static final Imports HTTP = library("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "kotlin..");

    RoomsTest() {
        super(
                "io.tollhouse.distributor",
                mainWithout(KAFKA, HTTP),
                room("topics", KAFKA, process("kafka", "health", "topics"), contract("fleet")),
                room("follow", KAFKA, process("kafka", "health"), contract("fleet")),
                room(
                        "policy",
                        KAFKA,
                        LOG,
                        own("follow"),
                        process("kafka", "health", "lists"),
                        contract("fleet", "policy", "yaml")),
                room("fleet", KAFKA, LOG, own("follow"), contract("fleet")),
                room("boots", KAFKA, LOG, own("follow"), process("kafka", "health"), contract("fleet")),
                room(
                        "publish",
                        KAFKA,
                        LOG,
                        own("follow", "policy"),
                        process("kafka", "lists"),
                        contract("fleet", "overlay", "policy", "decision", "yaml")),
                room("tokens", LOG, process("health"), contract("fleet", "yaml")),
                room("audit"),
                room(
                        "api",
                        HTTP,
                        JACKSON,
                        METERS,
                        LOG,
                        own("follow", "policy", "fleet", "boots", "publish", "tokens", "audit"),
                        process("kafka", "health", "topics"),
                        contract("address", "decision", "fleet", "overlay", "policy", "settings", "yaml")));
    }
}
