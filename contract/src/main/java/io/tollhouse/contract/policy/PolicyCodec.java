package io.tollhouse.contract.policy;

import io.tollhouse.contract.policy.Policy.Kind;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.YamlReader;
import java.util.Map;
import java.util.Set;

/** Reads a policy or a maximum, in YAML or JSON. */
public final class PolicyCodec {

    /** The largest text of a policy; signed and in its envelope it must fit into a record of 256 KiB. */
    public static final int MAX_BYTES = 192 * 1024;

    private PolicyCodec() {}

    /**
     * Reads a policy whose lists stand in it.
     *
     * @param label what messages call the document, usually its file name
     * @throws InvalidDocument with every problem, each with its line and key
     */
    public static Policy parse(byte[] utf8, String label) throws InvalidDocument {
        return parse(utf8, label, Map.of());
    }

    /**
     * Reads a policy and the files that its lists name.
     *
     * @param label what messages call the document, usually its file name
     * @param files by the name that the policy gives them
     * @throws InvalidDocument with every problem, those of the files included, each with its line and key
     */
    public static Policy parse(byte[] utf8, String label, Map<String, ListFile> files) throws InvalidDocument {
        return read(Kind.POLICY, utf8, label, files);
    }

    /**
     * Reads a maximum, which is written as a policy but says what may be allowed at most.
     *
     * @param label what messages call the document, usually its file name
     * @param files by the name that the document gives them
     * @throws InvalidDocument with every problem, those of the files included, each with its line and key
     */
    public static Policy parseMaximum(byte[] utf8, String label, Map<String, ListFile> files) throws InvalidDocument {
        return read(Kind.MAXIMUM, utf8, label, files);
    }

    private static Policy read(Kind kind, byte[] utf8, String label, Map<String, ListFile> files)
            throws InvalidDocument {
        var root = YamlReader.read(utf8, label, MAX_BYTES);
        return new DocumentReader(kind, label, files).read(root);
    }

    /** The keys that each kind of map may have, of those kinds that this document holds. For what is checked against them. */
    static Map<String, Set<String>> vocabulary(byte[] utf8, Map<String, ListFile> files) throws InvalidDocument {
        var reader = new DocumentReader(Kind.POLICY, "vocabulary", files);
        reader.read(YamlReader.read(utf8, "vocabulary", MAX_BYTES));
        return reader.vocabulary();
    }
}
