/**
 * Decides. Given what a client asked for, says what happens to it and which rule said so.
 *
 * <p>Rule of this room: a decision is a value and a pure function of policy, overlay and facts, time being a fact. No I/O, no clock,
 * no threads, nothing mutable; every test here is a table and needs no mock. What is not decided is refused.
 *
 * <p>May import: {@code contract.policy}, {@code contract.overlay}, {@code contract.address}, {@code contract.yaml} (its problems) and the JDK. Must
 * not import: any other room, Jackson, Netty, Kafka, SLF4J.
 */
@NullMarked
package io.tollhouse.contract.decision;

import org.jspecify.annotations.NullMarked;
