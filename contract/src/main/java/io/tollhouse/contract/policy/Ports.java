package io.tollhouse.contract.policy;

import java.util.List;

/**
 * Which ports a rule is about.
 *
 * @param ranges not empty; {@link #ANY} is one range over all
 */
public record Ports(List<Range> ranges) {

    /** The port of mail transfer, which only its own number opens. */
    public static final int SMTP = 25;

    /** What a rule without {@code ports} means: 80 and 443. */
    public static final Ports WEB = new Ports(List.of(new Range(80, 80), new Range(443, 443)));

    /** {@code any}. */
    public static final Ports ANY = new Ports(List.of(new Range(1, 65535)));

    private static final Range SMTP_ALONE = new Range(SMTP, SMTP);

    /**
     * Ports from one to another, both included.
     *
     * @param from 1 to 65535
     * @param to not below {@code from}
     */
    public record Range(int from, int to) {
        /** Refuses what is no range of ports. */
        public Range {
            if (from < 1 || to > 65535 || from > to) {
                throw new IllegalArgumentException("no range of ports: " + from + "-" + to);
            }
        }
    }

    /** Copies. */
    public Ports {
        ranges = List.copyOf(ranges);
    }

    /** Whether the port is among them; what a deny goes by. */
    public boolean covers(int port) {
        for (int i = 0; i < ranges.size(); i++) { // asked for every request
            var range = ranges.get(i);
            if (port >= range.from && port <= range.to) {
                return true;
            }
        }
        return false;
    }

    /** Whether an allow or route opens the port: as {@link #covers}, but 25 only where it stands itself. */
    public boolean opens(int port) {
        return port == SMTP ? ranges.contains(SMTP_ALONE) : covers(port);
    }

    /** How many ports. The fewer, the more specific. Ranges do not overlap in what {@link PolicyCodec} reads. */
    public int count() {
        return ranges.stream().mapToInt(range -> range.to - range.from + 1).sum();
    }

    /** Whether some port is among both. */
    public boolean overlaps(Ports other) {
        return ranges.stream().anyMatch(a -> other.ranges.stream().anyMatch(b -> a.from <= b.to && b.from <= a.to));
    }
}
