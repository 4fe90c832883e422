package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A policy that uses every key of the language. */
final class Everything {

    static final String TEXT = """
            tollhouse: v1
            policy: everything
            default: {action: deny, mode: report}
            strict: false
            agents:
              - {name: "ci-*", from: [10.9.0.0/16, "fd00::/8"], labels: {team: ci, trust: "1"}, mode: report}
              - {name: runner, network: [10.8.0.0/16, 10.7.0.1/32]}
            lists:
              mirrors: [a.example, "**.b.example", 93.184.215.0/24]
              malware: {file: lists/malware.txt}
            rules:
              - id: inspected
                for: {agent: [ci-1, "ci-2*"], team: ci, trust: ["1"]}
                to: ["list:mirrors", "list:malware", .c.example]
                ports: [8000-8100, 443]
                protocol: [http, tls]
                action: allow
                mode: report
                reason: "Why – and how."
                suggestion: "What else?"
                inspect: true
                http:
                  methods: [read-only, POST]
                  paths: ["/simple/**", "/b%C3%BCcher/*.html"]
                  headers: {X-Client: ["a*", b], accept: "*"}
                credential: model-key
                headers: {remove: [X-Debug], set: {X-Team: "research, all"}}
                upgrade: websocket
                ech: deny
                limits:
                  requestsPerMinute: 600
                  requestsPerDay: 10000
                  bytesOutPerDay: 1GiB
                  bytesInPerDay: 64KiB
                  openTunnels: 50
                audit: synced
                expires: 2030-01-31T18:00:00+01:00
              - id: routed
                to: [search.internal]
                ports: any
                action: route
                upstream: http://searxng:8080
                rewriteHost: search.example:8443
                allowPrivate: [10.0.0.0/8]
              - {id: asked, to: ["**.saas.example"], action: ask, wait: 2m}
              - {id: names, to: ["**"], protocol: dns, action: allow, types: [A, TXT]}
              - {id: opaque, to: [db.example], ports: 5432, protocol: tcp, action: allow}
            tests:
              - {agent: ci-1, request: "CONNECT a.example:443", expect: allow, rule: inspected}
              - agent: ci-1
                from: 10.9.1.1
                request: GET https://new.saas.example/
                resolves: [93.184.215.14, "2606:2800::1"]
                time: 2029-01-01T00:00:00Z
                expect: ask
            """;

    static final Map<String, ListFile> FILES = Map.of(
            "lists/malware.txt",
            ListFile.read("# none\nmalware.example\n.worse.example\n".getBytes(StandardCharsets.UTF_8), "malware.txt"));

    private Everything() {}

    static Policy policy() throws InvalidDocument {
        return PolicyCodec.parse(TEXT.getBytes(StandardCharsets.UTF_8), "everything.yaml", FILES);
    }
}
