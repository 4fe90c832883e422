package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.AgentPattern;
import io.tollhouse.contract.policy.HeaderCondition;
import io.tollhouse.contract.policy.HttpConditions;
import io.tollhouse.contract.policy.PathGlob;
import io.tollhouse.contract.policy.Protocol;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The http conditions of a rule: whether they hold, and how specific they are. */
final class Conditions {
    private static final int STEP = 1_000;
    private static final int EXACT_PATH = STEP - 1;
    private static final int MAX_HEADERS = 9;
    private static final String ANY_SEGMENTS = "**";

    private final HttpConditions http;
    private final boolean anyLine;

    /** @param deny whether one line of a header is enough: else whoever adds another line would get round it */
    Conditions(HttpConditions http, boolean deny) {
        this.http = http;
        this.anyLine = deny;
    }

    boolean isEmpty() {
        return http.isEmpty();
    }

    /** The path comes last: it is ambiguous only where it matters. */
    Truth hold(Question question) {
        if (http.isEmpty()) {
            return Truth.YES;
        }
        if (question.protocol() != Protocol.HTTP && question.protocol() != Protocol.TLS) {
            return Truth.NO;
        }
        var request = question.facts().request();
        if (request == null) {
            return Truth.NOT_YET;
        }
        boolean method = http.methods().isEmpty() || http.methods().contains(request.method());
        return method && headersHold(request.headers()) && rankOfPath(question, request.path()) >= 0
                ? Truth.YES
                : Truth.NO;
    }

    private boolean headersHold(Headers headers) {
        for (var condition : http.headers()) {
            var lines = headers.lines(condition.name());
            boolean holds = anyLine
                    ? lines.stream().anyMatch(condition::matches)
                    : !lines.isEmpty() && lines.stream().allMatch(condition::matches);
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    /**
     * How specific they are for a request for which they hold, or may: by path, then by method, then by headers. 0 = no
     * conditions at all.
     */
    int rank(Question question) {
        if (http.isEmpty()) {
            return 0;
        }
        var request = question.facts().request();
        int path = request == null ? Math.max(0, bestPath()) : Math.max(0, rankOfPath(question, request.path()));
        return (path * STEP + rankOfMethods()) * (MAX_HEADERS + 1) + rankOfHeaders();
    }

    /** -1 where no path matches, 0 where any does. */
    private int rankOfPath(Question question, String text) {
        if (http.paths().isEmpty()) {
            return 0;
        }
        var path = question.path(text);
        int best = -1;
        if (path.problem() == null) {
            for (var glob : http.paths()) {
                best = glob.matches(path.segments()) ? Math.max(best, rank(glob)) : best;
            }
        }
        return best;
    }

    private int bestPath() {
        return http.paths().stream().mapToInt(Conditions::rank).max().orElse(0);
    }

    /** One without a star first, then the one that fixes more. */
    private static int rank(PathGlob glob) {
        int fixed = 0;
        boolean stars = false;
        for (var segment : glob.segments()) {
            int inSegment = (int) segment.chars().filter(c -> c != '*').count();
            stars |= inSegment < segment.length();
            fixed += segment.equals(ANY_SEGMENTS) ? 0 : 1 + inSegment;
        }
        return stars ? 1 + Math.min(fixed, EXACT_PATH - 2) : EXACT_PATH;
    }

    private int rankOfMethods() {
        return http.methods().isEmpty() ? 0 : STEP - Math.min(http.methods().size(), STEP - 1);
    }

    private int rankOfHeaders() {
        return Math.min(http.headers().size(), MAX_HEADERS);
    }

    /** Whether some request exists for which both hold and are equally specific; may say so of some that do not exist. */
    boolean canTie(Conditions other) {
        return rankOfMethods() == other.rankOfMethods()
                && rankOfHeaders() == other.rankOfHeaders()
                && methodsMeet(other)
                && headersMeet(other)
                && pathsCanTie(http.paths(), other.http.paths());
    }

    private boolean methodsMeet(Conditions other) {
        return http.methods().isEmpty()
                || other.http.methods().isEmpty()
                || !Collections.disjoint(http.methods(), other.http.methods());
    }

    private boolean headersMeet(Conditions other) {
        for (var one : http.headers()) {
            for (var two : other.http.headers()) {
                if (one.name().equals(two.name()) && disjoint(one, two)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean disjoint(HeaderCondition one, HeaderCondition two) {
        return one.values().stream()
                .noneMatch(a -> two.values().stream().anyMatch(b -> new AgentPattern(a).overlaps(new AgentPattern(b))));
    }

    private static boolean pathsCanTie(List<PathGlob> one, List<PathGlob> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return one.stream().anyMatch(a -> other.stream().anyMatch(b -> rank(a) == rank(b) && meet(a, b)));
    }

    /** Whether some path is among both. */
    private static boolean meet(PathGlob a, PathGlob b) {
        return meet(a.segments(), 0, b.segments(), 0, new HashSet<>());
    }

    private static boolean meet(List<String> a, int i, List<String> b, int j, Set<Long> tried) {
        if (i == a.size() && j == b.size()) {
            return true;
        }
        if (!tried.add((long) i << 32 | j)) {
            return false;
        }
        boolean anyA = i < a.size() && a.get(i).equals(ANY_SEGMENTS);
        boolean anyB = j < b.size() && b.get(j).equals(ANY_SEGMENTS);
        if (anyA && (meet(a, i + 1, b, j, tried) || (j < b.size() && meet(a, i, b, j + 1, tried)))) {
            return true;
        }
        if (anyB && (meet(a, i, b, j + 1, tried) || (i < a.size() && meet(a, i + 1, b, j, tried)))) {
            return true;
        }
        return !anyA
                && !anyB
                && i < a.size()
                && j < b.size()
                && new AgentPattern(a.get(i)).overlaps(new AgentPattern(b.get(j)))
                && meet(a, i + 1, b, j + 1, tried);
    }
}
