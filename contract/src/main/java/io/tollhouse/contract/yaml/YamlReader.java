package io.tollhouse.contract.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML 1.2 (and so JSON) from bytes to a {@link Node} tree, without the parts of YAML that make documents mean something
 * else than they show: no anchors, aliases, tags, second documents, or duplicate keys.
 *
 * <p>Reads events and not the library's own trees, whose limits do not bound time and stack.
 */
public final class YamlReader {
    /** How deep maps and lists may nest. */
    public static final int MAX_DEPTH = 32;

    private final String label;
    private final Problems problems;
    private final Iterator<Event> events;

    private YamlReader(String text, String label) {
        this.label = label;
        this.problems = new Problems(label);
        // One buffer for the whole text: the library's reading is quadratic in it otherwise.
        var settings = LoadSettings.builder()
                .setLabel(label)
                .setUseMarks(true)
                .setBufferSize(text.length() + 1)
                .setCodePointLimit(Math.max(1, text.length()))
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /**
     * Reads one document.
     *
     * @param label what messages call the document, usually its file name
     * @param maxBytes a longer document is refused unread
     * @throws InvalidDocument with every problem of the document's form, or the first one of its syntax
     */
    public static Node read(byte[] utf8, String label, int maxBytes) throws InvalidDocument {
        if (utf8.length > maxBytes) {
            throw refuse(label, 0, 0, "is larger than " + maxBytes + " bytes");
        }
        var text = decode(utf8, label);
        try {
            var reader = new YamlReader(text, label);
            var root = reader.document();
            reader.problems.throwIfAny();
            return root;
        } catch (MarkedYamlEngineException e) {
            var mark = e.getProblemMark();
            throw refuse(
                    label,
                    mark.map(m -> m.getLine() + 1).orElse(0),
                    mark.map(m -> m.getColumn() + 1).orElse(0),
                    "is not valid YAML: " + Words.shorten(String.valueOf(e.getProblem())));
        } catch (YamlEngineException e) {
            throw refuse(label, 0, 0, "is not valid YAML: " + Words.shorten(String.valueOf(e.getMessage())));
        }
    }

    private static String decode(byte[] utf8, String label) throws InvalidDocument {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refuse(label, 0, 0, "is not UTF-8");
        }
    }

    private Node document() throws InvalidDocument {
        var event = events.next();
        while (event instanceof StreamStartEvent || event instanceof DocumentStartEvent) {
            event = events.next();
        }
        if (event instanceof StreamEndEvent) {
            throw refuse(label, 0, 0, "is empty");
        }
        var root = node(event, "", 0);
        while (events.hasNext()) {
            event = events.next();
            if (!(event instanceof DocumentEndEvent || event instanceof StreamEndEvent)) {
                throw refuse(label, line(event), column(event), "holds a second document; only one is taken");
            }
        }
        return root;
    }

    private Node node(Event event, String path, int depth) throws InvalidDocument {
        if (depth > MAX_DEPTH) {
            throw refuse(label, line(event), column(event), "is nested deeper than " + MAX_DEPTH + " levels");
        }
        refuseIndirection(event);
        if (event instanceof ScalarEvent scalar) {
            refuseHalfCharacters(scalar);
            return new Node.Scalar(
                    line(event), column(event), path, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
        }
        return event instanceof SequenceStartEvent ? list(event, path, depth) : map(event, path, depth);
    }

    private Node.ListNode list(Event start, String path, int depth) throws InvalidDocument {
        var items = new ArrayList<Node>();
        for (var event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(node(event, path + "[" + items.size() + "]", depth + 1));
        }
        return new Node.ListNode(line(start), column(start), path, items);
    }

    private Node.MapNode map(Event start, String path, int depth) throws InvalidDocument {
        var entries = new LinkedHashMap<String, Node.Entry>();
        for (var event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            if (!(event instanceof ScalarEvent scalar)) {
                throw refuse(label, line(event), column(event), "has a key that is not plain text");
            }
            refuseIndirection(event);
            refuseHalfCharacters(scalar);
            var name = scalar.getValue();
            var below = path.isEmpty() ? Words.shorten(name) : path + "." + Words.shorten(name);
            var key = new Node.Scalar(line(event), column(event), below, name, true);
            var value = node(events.next(), below, depth + 1);
            if (entries.putIfAbsent(name, new Node.Entry(key, value)) != null) {
                problems.add(key, "stands twice; keys of a map must be unique");
            }
        }
        return new Node.MapNode(line(start), column(start), path, entries);
    }

    private void refuseIndirection(Event event) throws InvalidDocument {
        if (event instanceof AliasEvent) {
            throw refuse(label, line(event), column(event), "uses an alias (*name); write the value out");
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw refuse(label, line(event), column(event), "uses an anchor (&name); write the value out");
        }
        var tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof SequenceStartEvent list
                        ? list.getTag()
                        : event instanceof MappingStartEvent map ? map.getTag() : java.util.Optional.<String>empty();
        if (tag.isPresent()) {
            throw refuse(label, line(event), column(event), "uses a tag (!name); tags are not taken");
        }
    }

    /** An escape may write one, and nobody behind us can write it again as UTF-8. */
    private void refuseHalfCharacters(ScalarEvent scalar) throws InvalidDocument {
        if (scalar.getValue()
                .codePoints()
                .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw refuse(
                    label, line(scalar), column(scalar), "holds half of a character (a lone surrogate, as \\uD800)");
        }
    }

    private static int line(Event event) {
        return event.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    private static int column(Event event) {
        return event.getStartMark().map(m -> m.getColumn() + 1).orElse(0);
    }

    private static InvalidDocument refuse(String label, int line, int column, String message) {
        return new InvalidDocument(java.util.List.of(new Problem(label, line, column, "", message)));
    }
}
