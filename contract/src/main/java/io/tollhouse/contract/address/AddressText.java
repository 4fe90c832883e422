package io.tollhouse.contract.address;

/** The written forms of addresses: strict dotted quads, RFC 4291 in, RFC 5952 out. */
final class AddressText {

    private static final int GROUPS = 8;

    private AddressText() {}

    static IpAddress parseV4(String text) throws MalformedHost {
        var parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new MalformedHost("is no IPv4 address of four numbers");
        }
        long bits = 0;
        for (var part : parts) {
            bits = bits << 8 | octet(part);
        }
        return IpAddress.v4(bits);
    }

    private static int octet(String text) throws MalformedHost {
        if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new MalformedHost("is no IPv4 address: its numbers are decimal, without leading zeros");
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new MalformedHost("is no IPv4 address: its numbers are decimal");
            }
            value = value * 10 + c - '0';
        }
        if (value > 255) {
            throw new MalformedHost("is no IPv4 address: its numbers go up to 255");
        }
        return value;
    }

    static IpAddress parseV6(String text) throws MalformedHost {
        if (text.indexOf('%') >= 0) {
            throw new MalformedHost("has a zone, which means something on one machine only");
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            var all = new Groups(text, true);
            if (all.count != GROUPS) {
                throw new MalformedHost("is no IPv6 address of eight groups");
            }
            return all.address(0);
        }
        var head = new Groups(text.substring(0, gap), false);
        var tail = new Groups(text.substring(gap + 2), true);
        if (head.count + tail.count >= GROUPS) {
            throw new MalformedHost("is no IPv6 address: its :: stands for one group or more");
        }
        head.append(tail, GROUPS - tail.count);
        return head.address(0);
    }

    /** Groups of an IPv6 address between colons, in an array of eight. */
    private static final class Groups {
        private final int[] values = new int[GROUPS];
        private int count;

        Groups(String text, boolean mayEndInV4) throws MalformedHost {
            if (text.isEmpty()) {
                return;
            }
            var parts = text.split(":", -1);
            for (int i = 0; i < parts.length; i++) {
                if (mayEndInV4 && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                    long v4 = parseV4(parts[i]).low();
                    add((int) (v4 >>> 16));
                    add((int) (v4 & 0xffff));
                } else {
                    add(group(parts[i]));
                }
            }
        }

        private void add(int value) throws MalformedHost {
            if (count == GROUPS) {
                throw new MalformedHost("is no IPv6 address of eight groups");
            }
            values[count++] = value;
        }

        private void append(Groups tail, int from) {
            System.arraycopy(tail.values, 0, values, from, tail.count);
        }

        private IpAddress address(int from) {
            return IpAddress.v6(four(from), four(from + 4));
        }

        private long four(int from) {
            return (long) values[from] << 48
                    | (long) values[from + 1] << 32
                    | (long) values[from + 2] << 16
                    | values[from + 3];
        }
    }

    private static int group(String text) throws MalformedHost {
        if (text.isEmpty() || text.length() > 4) {
            throw new MalformedHost("is no IPv6 address: a group has one to four hexadecimal digits");
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = hexDigit(text.charAt(i));
            if (digit < 0) {
                throw new MalformedHost("is no IPv6 address: its groups are hexadecimal");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Not {@code Character.digit}: that one also takes digits of other scripts. */
    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static String formatV4(long bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    static String formatV6(IpAddress address) {
        var unmapped = address.unmapped();
        if (!unmapped.isV6()) {
            return "::ffff:" + formatV4(unmapped.low());
        }
        var groups = groupsOf(address);
        int length = longestZeros(groups);
        int start = length < 2 ? GROUPS : firstZeros(groups, length);
        var text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static int[] groupsOf(IpAddress address) {
        var groups = new int[GROUPS];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) (address.high() >>> (48 - 16 * i) & 0xffff);
            groups[i + 4] = (int) (address.low() >>> (48 - 16 * i) & 0xffff);
        }
        return groups;
    }

    private static int longestZeros(int[] groups) {
        int best = 0;
        int run = 0;
        for (int group : groups) {
            run = group == 0 ? run + 1 : 0;
            best = Math.max(best, run);
        }
        return best;
    }

    private static int firstZeros(int[] groups, int length) {
        int run = 0;
        for (int i = 0; i < GROUPS; i++) {
            run = groups[i] == 0 ? run + 1 : 0;
            if (run == length) {
                return i - length + 1;
            }
        }
        return GROUPS;
    }
}
