package io.tollhouse.contract.policy;

import io.tollhouse.contract.policy.Ports.Range;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code ports}: numbers, ranges, {@code any}. */
final class PortsReader {

    private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?");
    private static final int MAX_RANGES = 100;

    private final Problems problems;

    PortsReader(Problems problems) {
        this.problems = problems;
    }

    Ports read(Fields rule) {
        var node = rule.any("ports");
        if (node.isEmpty()) {
            return Ports.WEB;
        }
        if (isAny(node.get())) {
            return Ports.ANY;
        }
        var ranges = new ArrayList<Range>();
        rule.items("ports").forEach(item -> range(item).ifPresent(ranges::add));
        if (rule.items("ports").isEmpty() || ranges.size() > MAX_RANGES) {
            problems.add(node.get(), "must have 1 to " + MAX_RANGES + " ports or ranges; leave it out for 80 and 443");
        }
        return ranges.isEmpty() ? Ports.WEB : disjoint(node.get(), ranges);
    }

    private static boolean isAny(Node node) {
        return node instanceof Node.Scalar scalar && scalar.text().equals("any");
    }

    private Optional<Range> range(Node item) {
        var text = item instanceof Node.Scalar scalar ? scalar.text() : "";
        var matcher = RANGE.matcher(text);
        if (matcher.matches()) {
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            if (to <= 65535 && from <= to) {
                return Optional.of(new Range(from, to));
            }
        }
        var hint = text.equals("any") ? " (`ports: any` stands alone, without a list)" : "";
        problems.add(item, "must be a port from 1 to 65535 or a range like 8000-8100, was " + item.kind() + hint);
        return Optional.empty();
    }

    /** Ports are counted to rank rules, so none may stand twice. 25 may, beside a range: it says that it is meant. */
    private Ports disjoint(Node at, List<Range> ranges) {
        var sorted =
                ranges.stream().sorted(Comparator.comparingInt(Range::from)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            var one = sorted.get(i - 1);
            var other = sorted.get(i);
            boolean meant = !one.equals(other) && (isSmtp(one) || isSmtp(other));
            if (other.from() <= one.to() && !meant) {
                problems.add(at, "has port " + other.from() + " twice");
            }
        }
        return new Ports(sorted);
    }

    private static boolean isSmtp(Range range) {
        return range.from() == Ports.SMTP && range.to() == Ports.SMTP;
    }
}
