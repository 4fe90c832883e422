package io.tollhouse.contract.decision;

import java.util.List;

/**
 * A decision, and why each rule decided or did not.
 *
 * @param candidates every rule, the policy's in the order of the document and then the maximum's
 */
public record Trace(Decision decision, List<Candidate> candidates) {

    /** Copies. */
    public Trace {
        candidates = List.copyOf(candidates);
    }

    /**
     * What one rule has to do with a request.
     *
     * @param rule its id; the maximum's begin with {@code maximum.}
     * @param matches whether it is about the request, or may be once more of it is known
     * @param why in words that begin after its name: {@code is for other hosts}
     */
    public record Candidate(String rule, boolean matches, String why) {}
}
