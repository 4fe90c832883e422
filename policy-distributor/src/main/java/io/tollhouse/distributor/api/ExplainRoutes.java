package io.tollhouse.distributor.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.Context;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.decision.Explanation;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.policy.RequestText;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Words;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.publish.Judging;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is decided of a request, and why.
 *
 * @param following keeps up to date what {@code judging} judges by
 */
record ExplainRoutes(Judging judging, Reading following, Clock clock) {
    private static final int MAX_NAME = 64;
    private static final int MAX_REQUEST = 4_096;
    private static final int MAX_ADDRESSES = 32;

    List<Route> routes() {
        return List.of(Route.get("/v1/policy/explain", Access.READER, this::explain));
    }

    /**
     * The explanation, and by what it was judged.
     *
     * @param hash of the revision
     * @param overlay the id of what is laid over it
     */
    record Answer(
            String hash, String overlay, @JsonUnwrapped Explanation explanation) {}

    private void explain(Context ctx) throws Failure, InvalidDocument, KafkaTrouble, InterruptedException {
        var parameters = Parameters.of(ctx, "agent", "request", "from", "resolves", "time");
        parameters.requiredText("agent");
        parameters.requiredText("request");
        var agent = parameters.line("agent", MAX_NAME);
        var request = request(parameters.line("request", MAX_REQUEST));
        var from = parameters.line("from", MAX_NAME);
        var source = from.isEmpty() ? null : address("from", from);
        var resolves = addresses(parameters.line("resolves", MAX_REQUEST));
        var at = time(parameters.line("time", MAX_NAME));
        following.requireFresh();
        var matcher = judging.matcher()
                .orElseThrow(() -> Failure.of(404, "no policy is in force; publish one with PUT /v1/policy"));
        Json.answer(ctx, 200, answer(matcher, Explanation.of(matcher, request, agent, source, resolves, at)));
    }

    private static Answer answer(Matcher matcher, Explanation explanation) {
        return new Answer(matcher.hash(), matcher.overlay().id(), explanation);
    }

    private static RequestText request(String text) throws Failure {
        try {
            return RequestText.parse(text);
        } catch (RequestText.Malformed e) {
            throw Failure.of(400, "request " + e.getMessage());
        }
    }

    private static List<IpAddress> addresses(String text) throws Failure {
        var addresses = new ArrayList<IpAddress>();
        for (var one : text.isEmpty() ? new String[0] : text.split(",", MAX_ADDRESSES + 1)) {
            addresses.add(address("resolves", one));
        }
        if (addresses.size() > MAX_ADDRESSES) {
            throw Failure.of(400, "resolves may have " + MAX_ADDRESSES + " addresses at most");
        }
        return addresses;
    }

    private static IpAddress address(String name, String text) throws Failure {
        try {
            return IpAddress.parse(text);
        } catch (MalformedHost e) {
            throw Failure.of(400, "%s: '%s' %s".formatted(name, Words.shorten(text), e.reason()));
        }
    }

    private Instant time(String text) throws Failure {
        try {
            return text.isEmpty() ? clock.instant() : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Failure.of(400, "time must be as 2027-01-31T12:00:00Z, was '" + Words.shorten(text) + "'");
        }
    }
}
