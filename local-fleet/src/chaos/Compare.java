import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Compares what clients sent and were answered with what stands in the index, and imports nothing of the product:
 *
 * <pre>java Compare.java SCENARIO client.ndjson index.ndjson DEAD-LETTERS LOST</pre>
 *
 * <p>A line of the first file is {@code {"path":"/1","status":204}}; status 0 = no answer, -1 = sent before: records of it may come again. A line of the second is a document, byte for byte. Nodes have said that they could not record LOST requests, which they refused; and where a {@code gap} record names
 * records, as many may be missing. Prints one line of JSON; the exit code is 1 where a record is missing, twice, not of these clients, or not as its node wrote it.
 */
public final class Compare {
    private static final String HASH = ",\"event.hash\":\"";
    private static final List<String> WHOLE = List.of("admission", "outcome");
    private static final List<String> REFUSED = List.of("refusal");

    private final Map<String, List<String>> stages = new HashMap<>();
    private final Map<String, List<String>> requests = new HashMap<>();
    private final Map<String, TreeMap<Long, String>> streams = new TreeMap<>();
    private final List<String> named = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private int toldMissing;
    private int sent;
    private int answered;
    private int refused;
    private int indexed;
    private int envelopes;
    private int duplicate;
    private int missing;
    private int foreign;
    private int gaps;
    private int unrecorded;
    private int lost;
    private int damaged;

    public static void main(String[] args) throws IOException {
        var compare = new Compare();
        var client = Files.readAllLines(Path.of(args[1]));
        for (var document : Files.readAllLines(Path.of(args[2]))) {
            compare.document(document);
        }
        compare.clients(client);
        compare.streams();
        compare.explain(Integer.parseInt(args[4]));
        compare.print(args[0], Integer.parseInt(args[3]));
        System.exit(compare.named.isEmpty() ? 0 : 1);
    }

    private static String field(String json, String name) {
        var match = Pattern.compile("\"" + Pattern.quote(name) + "\":(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?[0-9]+))").matcher(json);
        return !match.find() ? "" : match.group(1) != null ? match.group(1) : match.group(2);
    }

    private void document(String json) {
        if (field(json, "event.kind").equals("pipeline_error")) {
            envelopes++;
            return;
        }
        if (field(json, "event.kind").equals("alert")) {
            return; // a consumer has missed a record for a while; whether it came is told here
        }
        indexed++;
        var id = field(json, "event.id");
        var stage = field(json, "tollhouse.stage");
        var parts = id.split("-");
        var stream = id.substring(0, id.lastIndexOf('-'));
        long sequence = Long.parseLong(parts[parts.length - 1], 16);
        if (streams.computeIfAbsent(stream, any -> new TreeMap<>()).put(sequence, json) != null) {
            duplicate++;
            named.add("twice: " + id);
            return;
        }
        if (field(json, "event.action").equals("gap")) {
            told.add(field(json, "tollhouse.about.stream").replace('/', '-') + " " + field(json, "tollhouse.about.from") + " "
                    + field(json, "tollhouse.about.to"));
        }
        var path = field(json, "url.path");
        if (!path.isEmpty() && !stage.equals("progress")) {
            stages.computeIfAbsent(path, any -> new ArrayList<>()).add(stage);
            requests.computeIfAbsent(path, any -> new ArrayList<>()).add(field(json, "http.request.id"));
        }
    }

    private void clients(List<String> lines) {
        var known = new HashSet<String>();
        for (var line : lines) {
            var path = field(line, "path");
            int status = Integer.parseInt(field(line, "status"));
            known.add(path);
            if (status < 0) {
                continue;
            }
            sent++;
            answered += status == 0 ? 0 : 1;
            refused += status == 403 || status == 503 ? 1 : 0;
            var found = new ArrayList<>(stages.getOrDefault(path, List.of()));
            Collections.sort(found);
            judge(path, status, found);
        }
        for (var path : stages.keySet()) {
            if (!known.contains(path)) {
                foreign++;
                named.add("foreign: " + path);
            }
        }
    }

    private void judge(String path, int status, List<String> found) {
        boolean right =
                switch (status) {
                    case 0 -> found.isEmpty() || found.equals(WHOLE) || found.equals(REFUSED);
                    case 403 -> found.equals(REFUSED);
                    case 503 -> found.equals(REFUSED) || found.equals(WHOLE);
                    default -> found.equals(WHOLE);
                };
        if (right && requests.getOrDefault(path, List.of()).stream().distinct().count() <= 1) {
            return;
        }
        int expected = status == 0 || status == 403 || status == 503 ? 1 : 2;
        if (found.size() > expected) {
            duplicate++;
            named.add("too much: " + path + " " + status + " " + found);
        } else if ((status == 403 || status == 503) && found.isEmpty()) {
            unrecorded++;
            unknown.add("missing: " + path + " " + status + " []");
        } else {
            missing++;
            unknown.add("missing: " + path + " " + status + " " + found);
        }
    }

    /** What is missing is what nodes have said: refusals that they could not record, and records that were damaged. */
    private void explain(int saidLost) {
        damaged = Math.min(missing + Math.max(unrecorded - saidLost, 0), toldMissing);
        lost = Math.min(unrecorded, saidLost);
        missing = missing + unrecorded - lost - damaged;
        if (missing > 0) {
            named.addAll(unknown);
        } else if (lost < saidLost) {
            named.add("said to be lost and there: " + (saidLost - lost));
        }
    }

    private void streams() {
        streams.forEach((stream, records) -> {
            String before = "";
            long next = records.firstKey();
            for (var record : records.entrySet()) {
                if (record.getKey() > next) {
                    gap(stream, next, record.getKey() - 1);
                }
                if (record.getKey() == next && (next == 0 || !before.isEmpty()) && !follows(record.getValue(), before)) {
                    foreign++;
                    named.add("changed: " + field(record.getValue(), "event.id"));
                }
                before = field(record.getValue(), "event.hash");
                next = record.getKey() + 1;
            }
        });
    }

    private void gap(String stream, long from, long to) {
        if (isTold(stream, from, to)) {
            toldMissing += (int) (to - from + 1);
        } else {
            gaps++;
            named.add("gap: " + stream + " " + from + " to " + to);
        }
    }

    private boolean isTold(String stream, long from, long to) {
        return told.contains(stream + " " + from + " " + to);
    }

    private static boolean follows(String record, String before) {
        int at = record.lastIndexOf(HASH);
        if (at < 0) {
            return false;
        }
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(before.isEmpty() ? new byte[32] : HexFormat.of().parseHex(before));
            sha256.update(field(record, "event.id").getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            var computed = HexFormat.of().formatHex(sha256.digest(record.substring(0, at).getBytes(StandardCharsets.UTF_8)));
            return computed.equals(field(record.substring(at), "event.hash"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void print(String scenario, int deadLetters) {
        var counts = new StringBuilder("{\"scenario\":\"" + scenario + "\"");
        var all = new Object[][] {
            {"sent", sent}, {"answered", answered}, {"refused", refused}, {"indexed", indexed}, {"envelope", envelopes},
            {"deadLetter", deadLetters}, {"duplicate", duplicate}, {"missing", missing}, {"foreign", foreign}, {"gaps", gaps}, {"lost", lost},
            {"damaged", damaged}
        };
        for (var count : all) {
            counts.append(",\"").append(count[0]).append("\":").append(count[1]);
        }
        var texts = named.stream().limit(20).map(text -> "\"" + text.replace("\"", "") + "\"").toList();
        System.out.println(counts + ",\"named\":" + texts + "}");
    }
}
