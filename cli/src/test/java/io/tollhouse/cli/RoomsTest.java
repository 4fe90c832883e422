package io.tollhouse.cli;

import static io.tollhouse.testing.Imports.JACKSON;
import static io.tollhouse.testing.Imports.contract;
import static io.tollhouse.testing.Imports.library;
import static io.tollhouse.testing.Imports.own;
import static io.tollhouse.testing.Room.main;
import static io.tollhouse.testing.Room.room;

import io.tollhouse.testing.RoomsRules;

/** Holds what each package-info says that its room may import. */
class RoomsTest extends RoomsRules {
    RoomsTest() {
        super(
                "io.tollhouse.cli",
                room("output", JACKSON),
                room("api", JACKSON, contract("settings", "yaml")),
                room("archive", contract("files", "fleet")),
                room("init", contract("files", "keys", "settings")),
                main(
                        JACKSON,
                        library("picocli.."),
                        own("output", "api", "init", "archive"),
                        contract(
                                "address",
                                "audit",
                                "trail",
                                "policy",
                                "decision",
                                "yaml",
                                "keys",
                                "fleet",
                                "settings")));
    }
}
