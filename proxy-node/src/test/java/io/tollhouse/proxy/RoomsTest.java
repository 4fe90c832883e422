package io.tollhouse.proxy;

import static io.tollhouse.testing.Imports.KAFKA;
import static io.tollhouse.testing.Imports.LOG;
import static io.tollhouse.testing.Imports.METERS;
import static io.tollhouse.testing.Imports.contract;
import static io.tollhouse.testing.Imports.library;
import static io.tollhouse.testing.Imports.only;
import static io.tollhouse.testing.Imports.own;
import static io.tollhouse.testing.Imports.process;
import static io.tollhouse.testing.Room.mainWithout;
import static io.tollhouse.testing.Room.room;

import io.tollhouse.proxy.admin.LockdownSwitch;
import io.tollhouse.proxy.judge.Recorder;
import io.tollhouse.testing.Imports;
import io.tollhouse.testing.RoomsRules;

/** Holds what each package-info says that its room may import. */
class RoomsTest extends RoomsRules {
    private static final Imports NETTY = library("io.netty..");

    RoomsTest() {
        super(
                "io.tollhouse.proxy",
                mainWithout(KAFKA, NETTY),
                room("admin", NETTY, LOG, library("com.fasterxml.jackson.core.."), process("health")),
                room("surroundings", LOG, process("kafka"), contract("address", "decision", "settings")),
                // An interface belongs to the room that uses it: so policy and ledger reach into another room for one
                // each.
                room(
                        "policy",
                        KAFKA,
                        METERS,
                        LOG,
                        only(LockdownSwitch.class),
                        process("kafka", "health", "lists"),
                        contract("decision", "policy", "overlay", "files", "fleet", "yaml")),
                room("fleet", KAFKA, LOG, process("kafka", "health"), contract("files", "fleet")),
                room(
                        "ledger",
                        KAFKA,
                        METERS,
                        LOG,
                        only(Recorder.class),
                        process("kafka", "health"),
                        contract("audit", "files", "fleet", "policy")),
                room("identity", library("io.netty.handler.codec..", "io.netty.util.."), contract("policy", "yaml")),
                room("upstream", NETTY, METERS, LOG, library("jdk.net..", "javax.net.ssl.."), contract("address")),
                room(
                        "judge",
                        NETTY,
                        METERS,
                        LOG,
                        own("upstream"),
                        contract("decision", "audit", "address", "policy", "overlay")),
                room(
                        "listen",
                        NETTY,
                        METERS,
                        LOG,
                        library("javax.crypto..", "javax.net.ssl.."),
                        own("identity", "judge", "upstream"),
                        contract("decision", "address", "policy")));
    }
}
