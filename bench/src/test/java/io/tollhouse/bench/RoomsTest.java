package io.tollhouse.bench;

import static io.tollhouse.testing.Imports.JACKSON;
import static io.tollhouse.testing.Imports.contract;
import static io.tollhouse.testing.Imports.library;
import static io.tollhouse.testing.Imports.own;
import static io.tollhouse.testing.Imports.process;
import static io.tollhouse.testing.Room.main;
import static io.tollhouse.testing.Room.room;

import io.tollhouse.testing.RoomsRules;

/** Holds what package-info says that this room may import. */
class RoomsTest extends RoomsRules {
    RoomsTest() {
        super(
                "io.tollhouse.bench",
                room("tunnel", library("javax.net.ssl.."), contract("settings")),
                room(
                        "simulated",
                        library("io.tollhouse.proxy.fleet", "io.tollhouse.proxy.policy"),
                        process("health", "kafka", "lists"),
                        contract("decision", "fleet")),
                room("decisions", library("org.openjdk.jmh.."), contract("address", "decision", "policy", "yaml")),
                room("decisions.jmh_generated", library("org.openjdk.jmh.."), own("decisions"), contract("decision")),
                room(
                        "records",
                        library(
                                "org.openjdk.jmh..",
                                "io.micrometer..",
                                "io.tollhouse.proxy.identity",
                                "io.tollhouse.proxy.judge",
                                "io.tollhouse.proxy.ledger",
                                "io.tollhouse.proxy.listen"),
                        process("health", "kafka"),
                        contract("audit", "decision", "policy", "settings", "yaml")),
                room("records.jmh_generated", library("org.openjdk.jmh.."), own("records")),
                room(
                        "indexing",
                        JACKSON,
                        library(
                                "org.apache.kafka.clients..",
                                "org.apache.kafka.common..",
                                "java.net.http",
                                "io.tollhouse.consumer.document"),
                        contract("audit", "settings")),
                main(
                        JACKSON,
                        library(
                                "picocli..",
                                "io.tollhouse.cli.api",
                                "io.tollhouse.consumer.document",
                                "org.openjdk.jmh..",
                                "com.sun.management"),
                        own("tunnel", "simulated", "decisions", "indexing", "records"),
                        process("kafka"),
                        contract("decision", "fleet", "keys", "policy", "settings", "yaml")));
    }
}
