package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Policies, facts and answers as tests write them: in text. */
final class Policies {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final String HEAD = "tollhouse: v1\npolicy: test\n";

    private Policies() {}

    /** A policy without its first two lines. */
    static Policy policy(String rest) {
        try {
            return PolicyCodec.parse((HEAD + rest).getBytes(StandardCharsets.UTF_8), "test.yaml");
        } catch (InvalidDocument e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static Matcher matcher(String rest) {
        return matcher(policy(rest), Surroundings.none());
    }

    static Matcher matcher(String rest, Surroundings surroundings) {
        return matcher(policy(rest), surroundings);
    }

    static Matcher matcher(Policy policy, Surroundings surroundings) {
        try {
            return Matcher.compile(policy, 7, "hash", surroundings);
        } catch (InvalidDocument e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static Facts connect(String agent, String authority) {
        try {
            return Facts.connect(agent, null, Authority.parse(authority), NOW);
        } catch (MalformedHost e) {
            throw new AssertionError(authority + " " + e.reason(), e);
        }
    }

    /** {@code METHOD http://…} or the same with https, without headers. */
    static Facts request(String agent, String request) {
        return request(agent, request, Headers.NONE);
    }

    static Facts request(String agent, String request, Headers headers) {
        int space = request.indexOf(' ');
        try {
            var url = AbsoluteUrl.parse(request.substring(space + 1));
            var asked = new Facts.Request(request.substring(0, space), url.path(), headers, false);
            return url.secure()
                    ? Facts.inspected(agent, null, url.destination(), NOW, asked)
                    : Facts.http(agent, null, url.destination(), NOW, asked);
        } catch (MalformedHost e) {
            throw new AssertionError(request + " " + e.reason(), e);
        }
    }

    static IpAddress address(String text) {
        try {
            return IpAddress.parse(text);
        } catch (MalformedHost e) {
            throw new AssertionError(text + " " + e.reason(), e);
        }
    }

    /** Addresses, separated by spaces. */
    static List<IpAddress> addresses(String text) {
        return Arrays.stream(text.split(" ", -1)).map(Policies::address).toList();
    }

    static Host host(String text) {
        try {
            return Host.parse(text);
        } catch (MalformedHost e) {
            throw new AssertionError(text + " " + e.reason(), e);
        }
    }

    /** Judged by name and, where that allows it, by these addresses. */
    static Decision judge(Matcher matcher, Facts facts, String addresses, Host... aliases) {
        return matcher.judgeAddresses(facts, matcher.judgeName(facts), addresses(addresses), List.of(aliases));
    }

    /** {@code verdict rule}. */
    static String brief(Decision decision) {
        return decision.verdict().label() + " " + decision.rule();
    }
}
