package io.tollhouse.proxy.listen;

/** The body of a hello that no TLS library sends. It has no stack trace: clients can cause it at will. */
final class MalformedHello extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param problem what is wrong, as the end of a sentence, without anything that a client chose */
    MalformedHello(String problem) {
        super(problem, null, false, false);
    }

    /** What is wrong, as the end of a sentence. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
