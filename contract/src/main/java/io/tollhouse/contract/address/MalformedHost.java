package io.tollhouse.contract.address;

/**
 * Text that is no host, address, network or authority in canonical form.
 *
 * <p>The reason never repeats the text, since what a client sent malformed must reach neither logs nor records. It has no
 * stack trace: clients can cause it at will.
 */
public final class MalformedHost extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong, as the end of a sentence, without the text itself */
    public MalformedHost(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong, without the text itself. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
