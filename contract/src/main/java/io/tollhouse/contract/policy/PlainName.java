package io.tollhouse.contract.policy;

/**
 * Tells, without making a text, names that are canonical as they stand. What it does not know it leaves to the one parser of
 * hosts; what it takes, that parser takes unchanged.
 */
final class PlainName {

    private static final int NAME_LIMIT = 253;
    private static final int LABEL_LIMIT = 63;

    private PlainName() {}

    static boolean is(byte[] bytes, int from, int to) {
        if (to - from > NAME_LIMIT) {
            return false;
        }
        int label = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '.') {
                if (!isLabel(bytes, label, i)) {
                    return false;
                }
                label = i + 1;
            } else if (!isPlain(bytes[i])) {
                return false;
            }
        }
        return isLabel(bytes, label, to) && !readsAsNumber(bytes, label, to);
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
    }

    /** One with xn-- must be decoded to be believed. */
    private static boolean isLabel(byte[] bytes, int from, int to) {
        int length = to - from;
        boolean international = length > 3
                && bytes[from] == 'x'
                && bytes[from + 1] == 'n'
                && bytes[from + 2] == '-'
                && bytes[from + 3] == '-';
        return length > 0 && length <= LABEL_LIMIT && !international;
    }

    /** A last label of digits, or one that begins with 0x, makes the whole an address. */
    private static boolean readsAsNumber(byte[] bytes, int from, int to) {
        if (to - from > 1 && bytes[from] == '0' && bytes[from + 1] == 'x') {
            return true;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }
}
