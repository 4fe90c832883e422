package io.tollhouse.process;

import static io.tollhouse.testing.Imports.KAFKA;
import static io.tollhouse.testing.Imports.LOG;
import static io.tollhouse.testing.Imports.METERS;
import static io.tollhouse.testing.Imports.contract;
import static io.tollhouse.testing.Imports.own;
import static io.tollhouse.testing.Room.room;

import io.tollhouse.testing.RoomsRules;

/** Holds what each package-info says that its room may import. */
class RoomsTest extends RoomsRules {
    RoomsTest() {
        super(
                "io.tollhouse.process",
                room("check"),
                room("health", LOG),
                room("keys", LOG, own("health"), contract("fleet")),
                room("kafka", KAFKA, LOG, contract("fleet", "settings")),
                room("lists", KAFKA, own("kafka"), contract("fleet", "policy")),
                room("topics", KAFKA, own("kafka", "health"), contract("fleet")),
                room("main", LOG, own("health"), contract("settings")),
                room("meters", METERS));
    }
}
