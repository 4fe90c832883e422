package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnenforcedTest {

    private static final String HEAD = "tollhouse: v1\npolicy: p\n";

    private static final Map<String, ListFile> FILES = Map.of("x.txt", ListFile.read(new byte[] {'x'}, "x.txt"));

    private static List<String> noted(String rest) throws InvalidDocument {
        var policy = PolicyCodec.parse((HEAD + rest).getBytes(StandardCharsets.UTF_8), "p.yaml", FILES);
        return noted(policy);
    }

    private static List<String> noted(Policy policy) {
        var problems = new Problems("p.yaml");
        Unenforced.note(policy, problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "action: allow, protocol: tls | rules[0].protocol: this key is part",
                "action: allow, inspect: true | rules[0].inspect: this key is part",
                "action: allow, protocol: http, http: {methods: [GET]} | rules[0].protocol: this key is part",
                "action: deny, http: read-only | rules[0].http: this key is part",
                "action: allow, inspect: true, credential: k | rules[0].credential: this key is part",
                "action: allow, inspect: true, headers: {remove: [X]} | rules[0].headers: this key is part",
                "action: allow, limits: {openTunnels: 1} | rules[0].limits: this key is part",
                "action: ask, wait: 10s | rules[0].wait: this key is part",
                "action: route, upstream: http://y.example, rewriteHost: x | rules[0].rewriteHost: this key is part",
                "action: allow, protocol: dns, types: [A] | rules[0].types: this key is part",
                "action: allow, upgrade: websocket | rules[0].upgrade: this key is part",
                "action: allow, ech: deny | rules[0].ech: this key is part",
                "action: allow, audit: synced | rules[0].audit: this key is part",
                "action: allow, expires: 2030-01-01T00:00:00Z | rules[0].expires: this key is part",
                "action: allow, mode: report | rules[0].mode: report is part",
                "action: ask | rules[0].action: ask is part",
            })
    void whatThisVersionCannotEnforceIsRefusedAndSaysSo(String keys, String message) throws InvalidDocument {
        assertThat(noted("rules:\n  - {id: r, to: [x.example], " + keys + "}\n"))
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith("p.yaml:4:5: rules[0].")
                        .contains(" of the language, but this version cannot enforce it yet; "))
                .anySatisfy(problem -> assertThat(problem).contains(message));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "default: {action: deny, mode: report} | default.mode: report is part of the language",
                "agents: [{name: a, network: 10.0.0.0/8}] | agents[0].network: this key is part of the language",
                "agents: [{name: a, from: [10.0.0.0/8]}] | agents[0].from: this key is part of the language",
                "agents: [{name: a, mode: report}] | agents[0].mode: report is part of the language",
                "lists: {a: {file: x.txt}} | lists.a.file: a list in a file is part of the language",
                "tests: [{agent: a, request: 'GET http://x/', expect: deny, from: 10.0.0.1}] | tests[0]: a test with",
                "tests: [{agent: a, request: 'GET http://x/', expect: deny, resolves: 10.0.0.1}] | tests[0]: a test with",
                "tests: [{agent: a, request: 'GET http://x/', expect: deny, time: '2030-01-01T00:00:00Z'}]"
                        + " | tests[0]: a test with",
            })
    void soIsItElsewhere(String rest, String message) throws InvalidDocument {
        assertThat(noted(rest)).singleElement().asString().contains(message);
    }

    @Test
    void aMaximumIsRefusedWhereNoneIsEnforced() throws InvalidDocument {
        var text = "tollhouse: v1\nmaximum: m\n".getBytes(StandardCharsets.UTF_8);

        assertThat(noted(PolicyCodec.parseMaximum(text, "p.yaml", Map.of())))
                .singleElement()
                .asString()
                .startsWith("p.yaml:1:1: maximum: a maximum is part of the language");
    }

    @Test
    void whatIsWrittenOutAsItIsByItselfIsEnforced() throws InvalidDocument {
        assertThat(noted("default: {action: deny}\nagents: [{name: a, mode: enforce}]\nrules:\n"
                        + "  - {id: r, to: [x.example], action: allow, protocol: [tls, http], mode: enforce,"
                        + " inspect: false}\n"))
                .isEmpty();
    }

    @Test
    void eachFeatureIsToldOnceWhereItIsFirstUsed() throws InvalidDocument {
        assertThat(
                        noted(
                                "rules:\n  - {id: r, to: [x.example], action: ask}\n  - {id: s, to: [y.example], action: ask}\n"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:4:5: rules[0].action: ask is part");
    }

    /** A document that uses everything uses every feature but the other kind of document. */
    @Test
    void everyFeatureIsSeenInADocumentThatUsesEverything() throws InvalidDocument {
        var used = Feature.usedBy(Everything.policy()).keySet();

        assertThat(Set.of(Feature.values()).stream()
                        .filter(feature -> feature != Feature.MAXIMUM)
                        .collect(Collectors.toSet()))
                .isEqualTo(used);
    }
}
