package io.tollhouse.contract.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a stream has come.
 *
 * @param stream 0 to 65535, of the boot that says it
 * @param sequence of its last record
 * @param hash of that record, 64 hexadecimal digits
 */
public record Head(int stream, long sequence, String hash) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{4})-([0-9a-f]{12})-([0-9a-f]{64})");
    private static final int HEX = 16;

    /** Empty where the text has another form. */
    public static Optional<Head> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(new Head(
                        Integer.parseInt(match.group(1), HEX), Long.parseLong(match.group(2), HEX), match.group(3)))
                : Optional.empty();
    }

    /** What a boot signs: whose heads these are, and what they are. */
    public static byte[] signed(String node, String boot, List<String> heads) {
        return ("tollhouse.heads\n" + node + "\n" + boot + "\n" + String.join("\n", heads))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return Hex.of(stream, 4) + "-" + Hex.of(sequence, 12) + "-" + hash;
    }
}
