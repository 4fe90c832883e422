package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.YamlReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which files a document names, for whoever has to bring them before the document can be read. */
public final class ListNames {
    /** The longest name of a file, in characters. */
    public static final int MAX_LENGTH = 255;

    private ListNames() {}

    /**
     * The names of the files of its lists, with their places. Whatever else is wrong with the document is not looked at: the reader
     * says it. A name of a wrong form is not among them.
     */
    public static Map<String, Place> of(byte[] utf8, String label) {
        var names = new LinkedHashMap<String, Place>();
        try {
            var root = YamlReader.read(utf8, label, PolicyCodec.MAX_BYTES);
            if (value(root, "lists") instanceof Node.MapNode lists) {
                lists.entries().values().forEach(list -> add(list.value(), names));
            }
        } catch (InvalidDocument e) {
            return Map.of();
        }
        return names;
    }

    /** Whether a list can have a file of this name: a relative path that leaves no folder. */
    public static boolean isName(String name) {
        return name.length() <= MAX_LENGTH && Texts.fits(name, Texts.Form.FILE);
    }

    private static void add(Node list, Map<String, Place> names) {
        if (value(list, "file") instanceof Node.Scalar file && isName(file.text())) {
            names.putIfAbsent(file.text(), Place.of(file));
        }
    }

    /** What a map has under a key; null for nothing, and of what is no map. */
    private static @Nullable Node value(Node node, String key) {
        var entry = node instanceof Node.MapNode map ? map.entries().get(key) : null;
        return entry == null ? null : entry.value();
    }
}
