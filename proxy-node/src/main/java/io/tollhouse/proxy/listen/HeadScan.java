package io.tollhouse.proxy.listen;

import io.netty.util.ByteProcessor;

/**
 * Finds the end of a head, byte by byte, and stops at the first byte that no head may hold. Lines end with CR LF and with
 * nothing else, and none begins with a blank: what readers see differently is refused, not mended.
 */
final class HeadScan implements ByteProcessor {
    static final int MAX_LINE = 16 << 10;
    static final int MAX_HEAD = 64 << 10;

    private int length;
    private int lineLength;
    private int lines;
    private boolean afterCr;
    private boolean over;
    private String problem = "";

    /** False at the end of the head, and at a problem. */
    @Override
    public boolean process(byte value) {
        length++;
        if (afterCr) {
            afterCr = false;
            return value == '\n' ? endOfLine() : stop("a carriage return stands alone in its head");
        }
        if (value == '\r') {
            afterCr = true;
            return true;
        }
        lineLength++;
        return isAllowed(value) && isBounded();
    }

    private boolean endOfLine() {
        if (lineLength == 0 && lines > 0) {
            over = true;
            return false;
        }
        lines += lineLength == 0 ? 0 : 1; // one empty line in front of a request is left over from the one before
        if (lineLength == 0 && length > 2) {
            return stop("empty lines stand in front of it");
        }
        lineLength = 0;
        return true;
    }

    private boolean isAllowed(byte value) {
        if (value == '\n') {
            return stop("a line of its head ends without a carriage return");
        }
        if ((value >= 0 && value < ' ' && value != '\t') || value == 0x7f) {
            return stop(lines == 0 && length < 3 ? "this is not HTTP" : "its head holds a control character");
        }
        if (lineLength == 1 && (value == ' ' || value == '\t')) {
            return stop("a line of its head begins with a blank");
        }
        return true;
    }

    private boolean isBounded() {
        if (lineLength > MAX_LINE) {
            return stop("a line of its head is longer than 16 KiB");
        }
        return length <= MAX_HEAD || stop("its head is longer than 64 KiB");
    }

    private boolean stop(String why) {
        problem = why;
        return false;
    }

    /** How many bytes were looked at; of a whole head, its length. */
    int length() {
        return length;
    }

    boolean isOver() {
        return over;
    }

    /** Empty where there is none. */
    String problem() {
        return problem;
    }
}
