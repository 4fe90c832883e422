package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.address.SpecialRanges;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a rule does with a request that it lets through. */
final class EffectsReader {

    private static final String TYPES = "a type of DNS questions as A, AAAA, HTTPS or TXT";
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Texts texts;
    private final HeaderReader headers;
    private final Problems problems;

    EffectsReader(Texts texts, HeaderReader headers, Problems problems) {
        this.texts = texts;
        this.headers = headers;
        this.problems = problems;
    }

    /** @param action null where it could not be read; an upstream is kept for a route alone */
    Effects read(Fields rule, @Nullable Action action) {
        var upstream = upstream(rule, action);
        return new Effects(
                action == Action.ROUTE ? upstream : null,
                rule.scalar("rewriteHost").flatMap(this::host).orElse(null),
                allowPrivate(rule),
                rule.bool("inspect", false),
                texts.optional(rule, "credential", Texts.Form.WORD).orElse(null),
                headers.edits(rule),
                rule.word("upgrade", Set.of("websocket"), "").equals("websocket"),
                texts.constant(rule, "ech", Ech.class).orElse(null),
                texts.constants(rule, "types", DnsType.class, DnsType::name, TYPES),
                limits(rule),
                texts.constant(rule, "audit", AuditLevel.class).orElse(null),
                patience(rule));
    }

    private @Nullable Route upstream(Fields rule, @Nullable Action action) {
        if (!rule.has("upstream") && action == Action.ROUTE) {
            problems.add(rule.node(), rule.node().path() + ".upstream", "is missing: a route must say where to");
        }
        return rule.scalar("upstream").flatMap(this::route).orElse(null);
    }

    private Optional<Route> route(Node.Scalar scalar) {
        try {
            return Optional.of(Route.parse(scalar.text()));
        } catch (MalformedHost e) {
            problems.add(
                    scalar, scalar.kind() + " " + e.reason() + " (http://host[:port], https:// or tcp://host:port)");
            return Optional.empty();
        }
    }

    private Optional<String> host(Node.Scalar scalar) {
        try {
            var text = scalar.text();
            boolean port = text.lastIndexOf(':') > text.lastIndexOf(']');
            var to = Authority.parse(text, 80);
            return Optional.of(port ? to.text() : to.host().text());
        } catch (MalformedHost e) {
            problems.add(scalar, scalar.kind() + " " + e.reason() + " (host or host:port)");
            return Optional.empty();
        }
    }

    private List<Cidr> allowPrivate(Fields rule) {
        var opened = new ArrayList<Cidr>();
        for (var network : texts.networks(rule, "allowPrivate")) {
            if (SpecialRanges.isPrivate(network.network())) {
                opened.add(network.network());
            } else {
                problems.add(
                        network.at(),
                        network.at().kind()
                                + " is not inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, "
                                + "198.18.0.0/15 or fc00::/7, the only networks that a rule can open");
            }
        }
        return opened;
    }

    private Limits limits(Fields rule) {
        var fields = rule.below("limits");
        var values = new EnumMap<Limit, Long>(Limit.class);
        for (var limit : Limit.values()) {
            fields.scalar(limit.key()).flatMap(scalar -> limit(limit, scalar)).ifPresent(n -> values.put(limit, n));
        }
        texts.close(fields, "limits");
        texts.refuseEmptyMap(rule, "limits", "limits nothing; leave it out");
        return new Limits(values);
    }

    private Optional<Long> limit(Limit limit, Node.Scalar scalar) {
        var text = scalar.text();
        boolean form = limit.isSize() || text.matches("[0-9]{1,12}");
        var number = form ? Quantity.bytes(text) : OptionalLong.empty();
        if (number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= limit.max()) {
            return Optional.of(number.getAsLong());
        }
        var right = limit.isSize()
                ? "must be a size as 64KiB or 1GiB, from 1 byte to " + Quantity.text(limit.max())
                : "must be a whole number from 1 to " + limit.max();
        problems.add(scalar, right + ", was " + scalar.kind());
        return Optional.empty();
    }

    private Duration patience(Fields rule) {
        var at = rule.scalar("wait");
        if (at.isEmpty()) {
            return Duration.ZERO;
        }
        var duration = Quantity.duration(at.get().text());
        if (duration.isPresent()
                && duration.get().compareTo(SHORTEST_WAIT) >= 0
                && duration.get().compareTo(LONGEST_WAIT) <= 0) {
            return duration.get();
        }
        problems.add(
                at.get(),
                "must be a time as 30s or 2m, from 1s to 5m, was " + at.get().kind());
        return Duration.ZERO;
    }
}
