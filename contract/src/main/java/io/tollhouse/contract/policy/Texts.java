package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The forms of the texts that stand in a policy. */
final class Texts {

    /** A form that a text must have. */
    enum Form {
        /** The policy's own label, and names of lists. */
        WORD("[a-z0-9][a-z0-9-]{0,62}", "lower-case letters, digits and hyphens, at most 63"),
        RULE_ID("[a-z0-9][a-z0-9.-]{0,62}", "lower-case letters, digits, dots and hyphens, at most 63"),
        AGENT("[A-Za-z0-9._@*-]{1,64}", "letters, digits, . _ @ - and * for any characters, at most 64"),
        AGENT_NAME(AgentName.PATTERN, AgentName.FORM),
        LABEL("[a-z][a-z0-9_.-]{0,62}", "lower-case letters, digits, . _ -, beginning with a letter, at most 63"),
        VALUE("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}", "letters, digits, . _ -, at most 63"),
        SENTENCE("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1,300}", "one line of at most 300 printable characters"),
        METHOD("[A-Z][A-Z0-9-]{0,31}", "a method in upper case as GET, or read-only or read-write"),
        PATH("/.{0,999}", "a path that begins with a slash, at most 1000 characters"),
        HEADER("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", "the name of a header: letters, digits, _ and -, at most 64"),
        HEADER_VALUE("[!-~]|[!-~][ -~]{0,998}[!-~]", "1 to 1000 ASCII characters without a space at either end"),
        FILE(
                "[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,15}",
                "the name of a file beside the policy or below it: letters, digits, . _ - and /"),
        REQUEST("[!-~]{1,16} \\S.{0,4095}", "as GET https://host/path, CONNECT host:port [tls], or DNS name [AAAA]");

        private final Pattern pattern;
        private final String description;

        Form(String pattern, String description) {
            this.pattern = Pattern.compile(pattern);
            this.description = description;
        }
    }

    /** Whether a text has a form. */
    static boolean fits(String text, Form form) {
        return form.pattern.matcher(text).matches();
    }

    /** A network with its place. */
    record Network(Cidr network, Node.Scalar at) {}

    private final Problems problems;
    private final Map<String, Set<String>> vocabulary = new TreeMap<>();

    Texts(Problems problems) {
        this.problems = problems;
    }

    /** Text of this form that must be there; the placeholder of the form's own where it is not. */
    String required(Fields fields, String key, Form form) {
        if (!fields.has(key)) {
            return fields.required(key, "");
        }
        return fields.any(key).flatMap(node -> text(node, form)).orElse("");
    }

    /** Text of this form, where it is there. */
    Optional<String> optional(Fields fields, String key, Form form) {
        return fields.any(key).flatMap(node -> text(node, form));
    }

    /** The node's text if it has this form; else it is noted. */
    Optional<String> text(Node node, Form form) {
        if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            return check(scalar, form) ? Optional.of(scalar.text()) : Optional.empty();
        }
        problems.add(node, "must be text, was " + node.kind());
        return Optional.empty();
    }

    /** Whether the text has this form; if not, it is noted. */
    boolean check(Node.Scalar scalar, Form form) {
        boolean right = form.pattern.matcher(scalar.text()).matches();
        if (!right) {
            problems.add(scalar, "must be " + form.description + ", was " + scalar.kind());
        }
        return right;
    }

    /** The fields of a map; something else is noted once, without what it lacks as a map. */
    Optional<Fields> fields(Node node) {
        var fields = Fields.of(node, problems);
        return node instanceof Node.MapNode ? Optional.of(fields) : Optional.empty();
    }

    /** The items of a list; something else is noted and read as an empty one. Absent and nothing are empty too. */
    List<Node> list(Fields fields, String key) {
        var node = fields.any(key);
        if (node.isEmpty() || (node.get() instanceof Node.Scalar scalar && scalar.isNull())) {
            return List.of();
        }
        if (node.get() instanceof Node.ListNode list) {
            return list.items();
        }
        problems.add(node.get(), "must be a list, was " + node.get().kind());
        return List.of();
    }

    /** The items of a list that is not empty and not too long; a single value is taken as one. None where the key is absent. */
    List<Node> some(Fields fields, String key, int most) {
        var items = fields.items(key);
        if (fields.has(key) && (items.isEmpty() || items.size() > most)) {
            fields.any(key).ifPresent(at -> problems.add(at, "must have 1 to " + most + " entries; or leave it out"));
            return List.of();
        }
        return items;
    }

    /** Networks; those that are none are noted. */
    List<Network> networks(Fields fields, String key) {
        var networks = new ArrayList<Network>();
        for (var scalar : fields.texts(key)) {
            try {
                networks.add(new Network(Cidr.parse(scalar.text()), scalar));
            } catch (MalformedHost e) {
                problems.add(scalar, scalar.kind() + " " + e.reason());
            }
        }
        return networks;
    }

    /** Notes a map that is there and has no key at all. */
    void refuseEmptyMap(Fields fields, String key, String message) {
        fields.any(key)
                .filter(at -> at instanceof Node.MapNode map && map.entries().isEmpty())
                .ifPresent(at -> problems.add(at, message));
    }

    /** Notes a key that is there and holds an empty list. */
    void refuseEmpty(Fields fields, String key, String message) {
        if (fields.has(key) && fields.items(key).isEmpty()) {
            fields.any(key).ifPresent(at -> problems.add(at, message));
        }
    }

    /** A point in time; if it is none, that is noted. */
    Optional<Instant> instant(Node.Scalar scalar) {
        try {
            if (scalar.text().length() <= 40) {
                return Optional.of(OffsetDateTime.parse(scalar.text()).toInstant());
            }
        } catch (DateTimeException e) {
            // said below
        }
        problems.add(scalar, "must be a date and a time with its zone, as 2030-01-31T18:00:00Z, was " + scalar.kind());
        return Optional.empty();
    }

    /** One of the constants of an enum, written in lower case; empty when the key is absent or wrong. */
    <E extends Enum<E>> Optional<E> constant(Fields fields, String key, Class<E> type) {
        var words = new ArrayList<String>();
        for (var constant : type.getEnumConstants()) {
            words.add(constant.name().toLowerCase(Locale.ROOT));
        }
        var word = fields.word(key, Set.copyOf(words), "");
        return word.isEmpty() ? Optional.empty() : Optional.of(Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
    }

    /**
     * Some constants of an enum; a single value is taken as one, and none where the key is absent.
     *
     * @param written how a constant is written
     * @param form what must be there, in words
     */
    <E extends Enum<E>> Set<E> constants(
            Fields fields, String key, Class<E> type, Function<E, String> written, String form) {
        var found = EnumSet.noneOf(type);
        var all = List.of(type.getEnumConstants());
        for (var item : some(fields, key, all.size())) {
            var text = item instanceof Node.Scalar scalar ? scalar.text() : "";
            all.stream()
                    .filter(constant -> written.apply(constant).equals(text))
                    .findFirst()
                    .ifPresentOrElse(found::add, () -> problems.add(item, "must be " + form + ", was " + item.kind()));
        }
        return found;
    }

    /** Notes the keys of a map that nobody asked for, and remembers which ones somebody did. */
    void close(Fields fields, String kind) {
        close(fields, kind, key -> Optional.empty());
    }

    /** As {@link #close(Fields, String)}, with a message of the caller's own for keys that it can explain. */
    void close(Fields fields, String kind, Function<String, Optional<String>> explain) {
        vocabulary.putIfAbsent(kind, fields.known());
        fields.close(explain);
    }

    /** The keys of each kind of map that was read. */
    Map<String, Set<String>> vocabulary() {
        return vocabulary;
    }
}
