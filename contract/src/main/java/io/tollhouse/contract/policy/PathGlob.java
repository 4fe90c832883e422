package io.tollhouse.contract.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Paths of HTTP requests. A path is split on {@code /} and each segment percent-decoded once; {@code *} stands for any characters
 * of one segment, none included, and a segment {@code **} for any number of segments, none included.
 *
 * @param segments decoded; what stood behind each slash, so that of {@code /a/} the second is empty
 */
public record PathGlob(List<String> segments) {

    private static final String ANY = "**";

    /** What is no glob; the message goes on after the text. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    /** Reads it as it is written in a policy. */
    static PathGlob parse(String text) throws Malformed {
        return new PathGlob(PathSegments.read(text));
    }

    /** Copies. */
    public PathGlob {
        segments = List.copyOf(segments);
    }

    /** Whether the path with these decoded segments is among them. */
    public boolean matches(List<String> path) {
        return Stars.matches(
                segments.size(),
                path.size(),
                at -> segments.get(at).equals(ANY),
                (at, position) -> Stars.matches(segments.get(at), path.get(position)));
    }

    /** Whether every path of the other one is among these, as far as that is seen without trying paths. */
    public boolean covers(PathGlob other) {
        if (equals(other)) {
            return true;
        }
        int fixed = segments.size() - 1;
        return fixed >= 0
                && segments.get(fixed).equals(ANY)
                && segments.stream().limit(fixed).noneMatch(segment -> segment.indexOf('*') >= 0)
                && other.segments.size() >= fixed
                && other.segments.subList(0, fixed).equals(segments.subList(0, fixed));
    }

    /** As it is written in a policy, in canonical form. */
    public String text() {
        return segments.stream()
                .map(segment -> segment.replace("?", "%3F").replace("#", "%23"))
                .collect(Collectors.joining("/", "/", ""));
    }
}
