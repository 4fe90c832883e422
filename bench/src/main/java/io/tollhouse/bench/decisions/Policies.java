package io.tollhouse.bench.decisions;

import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Policies of any size, the same each time. */
public final class Policies {
    /** As the policy names it. */
    public static final String LIST = "listed.txt";

    private static final int SEED = 42;

    private Policies() {}

    /** As many names, each of random letters below one of a few hundred zones. */
    public static byte[] names(int count) {
        var random = new Random(SEED);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append('n');
            for (int letter = 8 + random.nextInt(12); letter > 0; letter--) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            text.append(".zone").append(random.nextInt(977)).append(".test\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A policy of so many rules, most of them for hosts of their own and some for agents with a label; where there is a list, the
     * last of them denies it.
     *
     * @param listed whether there is one
     * @param last words of the last rule of its own, so that revisions differ
     */
    public static String text(int rules, boolean listed, String last) {
        var text = new StringBuilder(
                "tollhouse: v1\npolicy: measured\nagents:\n  - {name: agent-*, labels: {team: red}}\n");
        text.append(listed ? "lists:\n  listed: {file: " + LIST + "}\nrules:\n" : "rules:\n");
        for (int i = 0; i < rules - (listed ? 1 : 0); i++) {
            text.append("  - {id: r").append(i).append(", to: [");
            text.append(
                    i % 10 == 9
                            ? "10." + i / 250 + "." + i % 250 + ".0/24, \"**.w" + i + ".test\""
                            : "h" + i + ".test");
            text.append(i % 3 == 2 ? "], for: {team: red}" : "]");
            text.append(i % 5 == 4 ? ", action: deny" : ", action: allow").append("}\n");
        }
        if (listed) {
            text.append("  - {id: listed, to: [\"list:listed\"], ports: any, action: deny}\n");
        }
        return text + "# " + last + "\n";
    }

    /** Reads and compiles one. */
    public static Matcher matcher(String text, @Nullable ListFile list, @Nullable Matcher before)
            throws InvalidDocument {
        Map<String, ListFile> files = list == null ? Map.of() : Map.of(LIST, list);
        var policy = PolicyCodec.parse(text.getBytes(StandardCharsets.UTF_8), "measured", files);
        return Matcher.compile(policy, null, 1, text, Surroundings.none(), before);
    }
}
