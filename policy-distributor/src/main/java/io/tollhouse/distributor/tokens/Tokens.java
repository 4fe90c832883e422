package io.tollhouse.distributor.tokens;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tokens as a document: {@code tokens: [{name: admin, role: admin, token: "sha256:<hex>", expires: 2027-01-01T00:00:00Z}]};
 * one without {@code expires} does not expire. No problem that it reports repeats a hash.
 */
public final class Tokens {
    /** The largest document. */
    static final int MAX_BYTES = 1 << 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final Pattern HASH = Pattern.compile("sha256:([0-9a-f]{64})");

    private final List<Entry> entries;

    private Tokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The hash is in hexadecimal, as bytes. */
    private record Entry(Caller caller, byte[] hash, Instant expires) {
        @Override
        public String toString() {
            return "Entry[" + caller + "]";
        }
    }

    /** What is to be thought of a token that somebody showed. */
    public sealed interface Verdict {
        record Known(Caller caller) implements Verdict {}

        /** It was right until a moment in the past. */
        record Expired(Instant since) implements Verdict {}

        record Unknown() implements Verdict {}
    }

    /**
     * Reads the document.
     *
     * @param label what messages call it, usually its file name
     * @throws InvalidDocument with every problem, each with its line
     */
    public static Tokens parse(byte[] utf8, String label) throws InvalidDocument {
        var problems = new Problems(label);
        var root = Fields.of(YamlReader.read(utf8, label, MAX_BYTES), problems);
        if (!root.has("tokens")) {
            problems.add(root.node(), "tokens", "is missing");
        }
        var entries = new ArrayList<Entry>();
        for (var item : root.items("tokens")) {
            read(item, entries, problems);
        }
        root.close();
        problems.throwIfAny();
        return new Tokens(entries);
    }

    private static void read(Node item, List<Entry> entries, Problems problems) {
        var fields = Fields.of(item, problems);
        var name = fields.required("name", "unnamed");
        var role = role(fields);
        var hash = HASH.matcher(fields.required("token", "sha256:" + "0".repeat(64)));
        var expires = expires(fields, problems);
        fields.close();
        if (!NAME.matcher(name).matches()) {
            problems.add(item, item.path() + ".name", "must match " + NAME);
        } else if (fields.has("name")
                && entries.stream().anyMatch(entry -> entry.caller().name().equals(name))) {
            problems.add(item, item.path() + ".name", "stands twice; each token has a name of its own");
        }
        if (hash.matches()) {
            entries.add(new Entry(new Caller(name, role), hash.group(1).getBytes(StandardCharsets.US_ASCII), expires));
        } else {
            problems.add(item, item.path() + ".token", "must be sha256: and 64 hexadecimal digits in lower case");
        }
    }

    private static Role role(Fields fields) {
        return fields.has("role")
                ? Role.of(fields.word("role", Role.labels(), "reader")).orElse(Role.READER)
                : Role.of(fields.required("role", "reader")).orElse(Role.READER);
    }

    private static Instant expires(Fields fields, Problems problems) {
        var text = fields.scalar("expires");
        try {
            return text.map(scalar -> Instant.parse(scalar.text())).orElse(Instant.MAX);
        } catch (DateTimeParseException e) {
            problems.add(text.orElseThrow(), "must be a time as 2027-01-01T00:00:00Z");
            return Instant.MAX;
        }
    }

    /** How many there are. */
    public int size() {
        return entries.size();
    }

    /** Looks for a token; takes as long for a wrong one as for a right one. */
    Verdict judge(String token, Instant now) {
        var hash = Digest.sha256(token.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII);
        Verdict verdict = new Verdict.Unknown();
        for (var entry : entries) {
            if (MessageDigest.isEqual(entry.hash(), hash)) {
                verdict = now.isBefore(entry.expires())
                        ? new Verdict.Known(entry.caller())
                        : new Verdict.Expired(entry.expires());
            }
        }
        return verdict;
    }
}
