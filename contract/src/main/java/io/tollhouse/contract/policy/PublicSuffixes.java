package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Names below which anybody can have one of their own, as com, co.uk and github.io, by the list that browsers use. The copy is
 * only as new as the program: good enough for a warning, and for nothing that is enforced.
 */
final class PublicSuffixes {

    private static final PublicSuffixes KNOWN = load();

    /** As in the list: a name, {@code *.name} for each name one label below, {@code !name} for an exception. */
    private final Set<String> rules;

    private PublicSuffixes(Set<String> rules) {
        this.rules = Set.copyOf(rules);
    }

    static boolean contains(Host name) {
        return KNOWN.has(name.text());
    }

    /** As they are written in the list. */
    static Set<String> rules() {
        return KNOWN.rules;
    }

    private boolean has(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return rules.contains(name);
        }
        boolean listed = rules.contains(name) || rules.contains("*" + name.substring(dot));
        return listed && !rules.contains("!" + name);
    }

    private static PublicSuffixes load() {
        var rules = new HashSet<String>();
        var resource = Objects.requireNonNull(PublicSuffixes.class.getResourceAsStream("public-suffixes.txt"));
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && !line.startsWith("//")) {
                    rules.add(line);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the list of public suffixes cannot be read", e);
        }
        return new PublicSuffixes(rules);
    }
}
