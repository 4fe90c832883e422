package io.tollhouse.distributor.api;

import java.util.Map;

/** A request that is not answered as asked. It has no stack trace: it is expected. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, Object> members;

    private Failure(int status, String detail, Map<String, Object> members) {
        super(detail, null, false, false);
        this.status = status;
        this.members = Map.copyOf(members);
    }

    /**
     * Says it.
     *
     * @param detail a sentence that says what to do
     */
    static Failure of(int status, String detail) {
        return new Failure(status, detail, Map.of());
    }

    /** Says it with a member more. */
    static Failure of(int status, String detail, String member, Object value) {
        return new Failure(status, detail, Map.of(member, value));
    }

    Problem problem() {
        return new Problem(status, String.valueOf(getMessage()), members);
    }
}
