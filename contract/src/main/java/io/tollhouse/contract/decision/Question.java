package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * One request under one protocol, as rules are asked about it. It reads the path once, and remembers whether a condition wanted one
 * that is ambiguous. For one judgement and one thread.
 */
final class Question {
    /** Of what has no path, so that nothing is ever read into it. */
    private static final Read NO_PATH = new Read();

    private final Facts facts;
    private final Protocol protocol;
    private final Who who;
    private final int port;
    private final Read path;

    /** What was read of the path, by this question and those made of it. */
    private static final class Read {
        private @Nullable RequestPath path;
        private @Nullable String ambiguous;
    }

    Question(Facts facts, Protocol protocol, Who who, int port) {
        this(facts, protocol, who, port, facts.request() == null ? NO_PATH : new Read());
    }

    private Question(Facts facts, Protocol protocol, Who who, int port, Read path) {
        this.facts = facts;
        this.protocol = protocol;
        this.who = who;
        this.port = port;
        this.path = path;
    }

    /** The same about the agent as another document knows it. */
    Question about(Who other) {
        return new Question(facts, protocol, other, port, path);
    }

    Facts facts() {
        return facts;
    }

    Protocol protocol() {
        return protocol;
    }

    Who who() {
        return who;
    }

    int port() {
        return port;
    }

    /** The path as conditions see it, of a request that is known. A condition that asks for an ambiguous one is noted. */
    RequestPath path(String text) {
        var read = path.path;
        if (read == null) {
            read = RequestPath.of(text);
            path.path = read;
        }
        if (read.problem() != null) {
            path.ambiguous = read.problem();
        }
        return read;
    }

    /** What is ambiguous about a path that some condition asked for; null for nothing. */
    @Nullable
    String ambiguous() {
        return path.ambiguous;
    }
}
