package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each key of a rule may be, and what keys may not be together. */
class CombinationsTest {

    private static final String HEAD = "tollhouse: v1\npolicy: p\nrules:\n  - {id: r, to: [x.example], ";

    private static Policy read(String keys) throws InvalidDocument {
        return PolicyCodec.parse((HEAD + keys + "}\n").getBytes(StandardCharsets.UTF_8), "p.yaml");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "action: allow, upstream: http://y | upstream: belongs to `action: route`; this rule has `action: allow`",
                "action: allow, rewriteHost: y | rewriteHost: belongs to `action: route`",
                "action: route, upstream: tcp://y:1, rewriteHost: y | rewriteHost: cannot be done with an upstream tcp://",
                "action: route, upstream: http://y, protocol: [http, tcp] | upstream: must be tcp://host:port under",
                "action: route, upstream: tcp://y:1, protocol: dns | upstream: leads requests elsewhere, and a DNS question",
                "action: route, upstream: tcp://y:1, inspect: true | inspect: needs a look into what an upstream tcp://",
                "action: route, upstream: tcp://y:1, http: read-only | http: needs a look into what an upstream tcp://",
                "action: deny, allowPrivate: [10.0.0.0/8] | allowPrivate: opens nothing in a rule that denies",
                "action: deny, inspect: true | inspect: belongs to a rule that lets through; this one denies",
                "action: deny, credential: k | credential: belongs to a rule that lets through",
                "action: deny, headers: {remove: [x]} | headers: belongs to a rule that lets through",
                "action: deny, limits: {openTunnels: 1} | limits: belongs to a rule that lets through",
                "action: deny, upgrade: websocket | upgrade: belongs to a rule that lets through",
                "action: deny, ech: deny | ech: belongs to a rule that lets through",
                "action: allow, wait: 10s | wait: belongs to `action: ask`; this rule has `action: allow`",
                "action: allow, types: [A] | types: is about DNS questions, which `protocol` leaves out; write `protocol: dns`",
                "action: allow, protocol: dns, ports: any | ports: says nothing: a DNS question is for a name",
                "action: allow, protocol: tcp, http: read-only | http: can be judged in http and tls only; put tcp into",
                "action: deny, protocol: [tls, tcp, dns], http: read-only | only; put tcp and dns into a rule of its own",
                "action: allow, protocol: http, inspect: true | inspect: is about TLS, which `protocol` leaves out",
                "action: allow, protocol: http, ech: deny | ech: is about TLS, which `protocol` leaves out",
                "action: allow, protocol: tcp, credential: k | credential: needs an HTTP request, and tcp has none",
                "action: allow, protocol: dns, headers: {remove: [x]} | headers: needs an HTTP request, and dns has none",
                "action: allow, protocol: tcp, upgrade: websocket | upgrade: needs an HTTP request, and tcp has none",
                "action: allow, inspect: false, credential: k | inspect: contradicts `credential`, which must look into TLS",
                "action: allow, inspect: false, http: read-only | inspect: contradicts `http`, which must look into TLS",
                "action: allow, inspect: false, headers: {remove: [x]} | inspect: contradicts `headers`, which must look",
            })
    void whatContradictsIsRefusedAtItsKey(String keys, String message) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageStartingWith("p.yaml:4:")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "from: 10.0.0.0/8 | from: belongs to an entry of `agents`; a rule is for agents, whatever their source",
                "protocol: ftp | protocol: must be http, tls, tcp or dns, was 'ftp'",
                "protocol: [] | protocol: must have 1 to 4 entries; or leave it out",
                "inspect: yes | inspect: must be false or true, was 'yes'",
                "http: read | http: must be a map of keys, was 'read'",
                "http: {} | http: says nothing: methods, paths or headers",
                "http: {method: GET} | http.method: is not a known key; did you mean 'methods'?",
                "http: {methods: []} | http.methods: must have 1 to 32 entries",
                "http: {methods: [get]} | http.methods[0]: must be a method in upper case as GET, or read-only or",
                "http: {methods: [CONNECT]} | http.methods[0]: CONNECT asks for a tunnel and is no request in it",
                "http: {paths: [simple]} | http.paths[0]: must be a path that begins with a slash",
                "http: {paths: ['/a?b']} | http.paths[0]: '/a?b' has a query or fragment",
                "http: {headers: {}} | http.headers: must have 1 to 32 headers",
                "http: {headers: {'a b': c}} | http.headers.a b: must be the name of a header",
                "http: {headers: {Host: c}} | http.headers.Host: is judged by `to` already",
                "http: {headers: {Cookie: c}} | http.headers.Cookie: a condition on it would stand in clear in the policy",
                "http: {headers: {a: []}} | http.headers.a: must be 1 to 32 values, in which * stands for any characters",
                "http: {headers: {a: b, A: c}} | http.headers.A: stands twice; the case of a header's name does not matter",
                "headers: {} | headers: changes nothing: remove or set",
                "headers: {add: {a: b}} | headers.add: is not a known key",
                "headers: {remove: [Host]} | the node's own affair and cannot be changed; `rewriteHost` changes the host",
                "headers: {set: {Content-Length: '1'}} | headers.set.Content-Length: is the node's own affair",
                "headers: {set: {Proxy-Magic: '1'}} | headers.set.Proxy-Magic: is the node's own affair",
                "headers: {set: {Authorization: x}} | its value would stand in clear in the policy; name a `credential`",
                "headers: {set: {a: ' b'}} | headers.set.a: must be 1 to 1000 ASCII characters without a space at",
                "headers: {set: {a: 'ü'}} | headers.set.a: must be 1 to 1000 ASCII characters",
                "headers: {remove: [a], set: {A: b}} | headers.set.A: is removed too; `set` alone replaces",
                "credential: My Key | credential: must be lower-case letters, digits and hyphens",
                "upgrade: h2c | upgrade: must be websocket, was 'h2c'",
                "ech: maybe | ech: must be allow or deny, was 'maybe'",
                "audit: often | audit: must be replicated or synced or written, was 'often'",
                "limits: {} | limits: limits nothing; leave it out",
                "limits: {requestsPerHour: 1} | limits.requestsPerHour: is not a known key; did you mean 'requestsPer",
                "limits: {requestsPerMinute: 0} | must be a whole number from 1 to 1000000000, was '0'",
                "limits: {requestsPerMinute: 1KiB} | must be a whole number from 1 to 1000000000, was '1KiB'",
                "limits: {bytesOutPerDay: 1GB} | must be a size as 64KiB or 1GiB, from 1 byte to 1048576GiB, was '1GB'",
                "expires: 2030-01-01 | expires: must be a date and a time with its zone, as 2030-01-31T18:00:00Z, was",
                "expires: '2030-01-01T00:00:00' | expires: must be a date and a time with its zone",
                "types: [ANY], protocol: dns | types[0]: must be a type of DNS questions as A, AAAA, HTTPS or TXT, was",
            })
    void whatAKeyMayNotBeIsTold(String key, String message) {
        assertThatThrownBy(() -> read("action: allow, " + key))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageStartingWith("p.yaml:4:")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0s", "500ms", "6m", "10", "'10 s'"})
    void aWaitIsFromASecondToFiveMinutes(String wait) {
        assertThatThrownBy(() -> read("action: ask, wait: " + wait))
                .hasMessageContaining("wait: must be a time as 30s or 2m, from 1s to 5m, was '" + wait + "'");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "x.example | x.example",
                "X.example:8443 | x.example:8443",
                "93.184.215.14 | 93.184.215.14",
                "'[2606:2800::1]' | [2606:2800::1]",
                "'[2606:2800::1]:80' | [2606:2800::1]:80",
            })
    void aRewrittenHostIsAHostWithOrWithoutAPort(String written, String host) throws InvalidDocument {
        var text = written.replace("'", "");
        var rule = read("action: route, upstream: http://y, rewriteHost: \"" + text + "\"")
                .rules()
                .get(0);

        assertThat(rule.effects().rewriteHost()).isEqualTo(host);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "credential: k | rules[0].credential",
                "http: read-only | rules[0].http",
                "headers: {remove: [x]} | rules[0].headers",
                "'http: read-only, headers: {remove: [x]}' | rules[0].headers",
            })
    void whatMustLookIntoTlsInspectsAndSaysSo(String keys, String path) throws InvalidDocument {
        var policy = read("action: allow, " + keys.replace("'", ""));

        assertThat(policy.rules().get(0).effects().inspect()).isTrue();
        assertThat(policy.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.path()).isEqualTo(path);
            assertThat(warning.column()).isGreaterThan(30);
            assertThat(warning.message())
                    .isEqualTo("must look into TLS, so the rule inspects; write `inspect: true` to show it");
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "action: allow, inspect: true, credential: k | true",
                "action: allow, protocol: http, credential: k | false",
                "action: deny, http: read-only | false",
                "action: deny, inspect: false | false",
                "action: allow, protocol: tcp, inspect: false | false",
                "action: allow | false",
            })
    void otherwiseARuleInspectsWhenItSaysSo(String keys, boolean inspects) throws InvalidDocument {
        var policy = read(keys);

        assertThat(policy.rules().get(0).effects().inspect()).isEqualTo(inspects);
        assertThat(policy.warnings()).isEmpty();
    }

    @Test
    void presetsStandForTheirMethods() throws InvalidDocument {
        assertThat(read("action: deny, http: read-write").rules().get(0).http().methods())
                .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
        assertThat(read("action: deny, http: {methods: read-only}")
                        .rules()
                        .get(0)
                        .http()
                        .methods())
                .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
    }

    @Test
    void ruleThatHasExpiredIsAWarningFromThenOn() throws InvalidDocument {
        var policy = read("action: allow, expires: 2030-01-01T00:00:00Z");

        assertThat(policy.expired(Instant.parse("2029-12-31T23:59:59Z"))).isEmpty();
        assertThat(policy.expired(Instant.parse("2030-01-01T00:00:00Z")))
                .extracting(Problem::toString)
                .containsExactly("p.yaml:4:5: rules[0].expires: rule r expired at 2030-01-01T00:00:00Z; remove it");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "policy: p | policy: makes this a policy, and a maximum is asked for, which has `maximum: NAME`",
                "maximum: m, default: {action: deny, mode: report} | default: must be enforced: a maximum that only",
                "maximum: m, rules: [{id: r, to: [x], action: ask}] | action: must be allow or deny in a maximum",
                "maximum: m, rules: [{id: r, to: [x], action: allow, mode: report}] | mode: must be enforce",
                "maximum: m, rules: [{id: r, to: [x], action: allow, inspect: true, credential: k}] | credential: belongs to",
            })
    void aMaximumBoundsAndLetsNothingThroughItself(String rest, String message) {
        assertThatThrownBy(() -> maximum(rest)).hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @Test
    void aMaximumIsWrittenInTheSameLanguage() throws InvalidDocument {
        var maximum = maximum("maximum: m, rules: [{id: r, to: [x], action: allow, inspect: true, http: read-only,"
                + " limits: {openTunnels: 9}}, {id: s, to: [y], action: deny}]");

        assertThat(maximum.kind()).isEqualTo(Policy.Kind.MAXIMUM);
        assertThat(maximum.name()).isEqualTo("m");
        assertThat(maximum.rules()).hasSize(2);
        assertThatThrownBy(() -> PolicyCodec.parse(bytes("maximum: m"), "p.yaml"))
                .hasMessage(
                        "p.yaml:1:26: maximum: makes this a maximum, and a policy is asked for, which has `policy: NAME`");
    }

    private static Policy maximum(String rest) throws InvalidDocument {
        return PolicyCodec.parseMaximum(bytes(rest), "p.yaml", Map.of());
    }

    private static byte[] bytes(String rest) {
        return ("{tollhouse: v1, " + rest + "}").getBytes(StandardCharsets.UTF_8);
    }
}
