package io.tollhouse.consumer;

import static io.tollhouse.testing.Imports.JACKSON;
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

import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.testing.Imports;
import io.tollhouse.testing.RoomsRules;

/** Holds what each package-info says that its room may import. */
class RoomsTest extends RoomsRules {
    private static final Imports JAVALIN = library("io.javalin..");
    private static final Imports JETTY = library("org.eclipse.jetty..", "jakarta.servlet..", "kotlin..");
    private static final Imports ELASTICSEARCH =
            library("co.elastic.clients..", "org.elasticsearch.client..", "org.apache.http..", "javax.net.ssl..");

    RoomsTest() {
        super(
                "io.tollhouse.consumer",
                mainWithout(ELASTICSEARCH, KAFKA, JAVALIN),
                room("document", JACKSON, contract("audit")),
                room(
                        "delivery",
                        METERS,
                        LOG,
                        own("document"),
                        process("health"),
                        only(Backoff.class),
                        contract("audit")),
                room(
                        "index",
                        ELASTICSEARCH,
                        JACKSON,
                        METERS,
                        LOG,
                        own("delivery", "document"),
                        process("health"),
                        only(Backoff.class),
                        contract("audit", "settings")),
                room(
                        "continuity",
                        JACKSON,
                        METERS,
                        LOG,
                        own("delivery", "document"),
                        process("health"),
                        contract("audit")),
                room("deadletter", KAFKA, own("delivery", "document"), process("kafka"), contract("fleet")),
                room(
                        "intake",
                        KAFKA,
                        METERS,
                        LOG,
                        own("delivery", "document"),
                        process("kafka", "health"),
                        contract("fleet")),
                room(
                        "progress",
                        KAFKA,
                        JACKSON,
                        LOG,
                        own("intake", "continuity"),
                        process("kafka", "health"),
                        contract("fleet")),
                room("query", JACKSON, contract("audit", "address", "yaml")),
                room("search", ELASTICSEARCH, JACKSON, own("query", "index", "document"), contract("address", "audit")),
                room(
                        "trail",
                        KAFKA,
                        METERS,
                        LOG,
                        own("search", "query"),
                        process("health", "kafka"),
                        contract("audit", "fleet", "trail")),
                room("retry", own("delivery", "document", "index"), contract("audit")),
                room("slice", KAFKA, own("document"), process("kafka"), contract("fleet")),
                room("comparison", own("delivery", "document", "index", "slice"), contract("audit")),
                room("reindex", own("delivery", "document", "slice"), contract("audit")),
                room("tail", KAFKA, own("query", "slice"), process("kafka"), contract("audit", "fleet")),
                room(
                        "api",
                        JAVALIN,
                        JETTY,
                        JACKSON,
                        LOG,
                        own("search", "query", "tail", "retry", "reindex", "comparison", "slice", "progress"),
                        process("health")));
    }
}
