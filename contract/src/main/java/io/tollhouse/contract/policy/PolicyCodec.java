package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.YamlReader;
import java.util.List;

/** Reads a policy, in YAML or JSON. */
public final class PolicyCodec {

    /** The largest text of a policy; signed and in its envelope it must fit into a record of 256 KiB. */
    public static final int MAX_BYTES = 192 * 1024;

    private PolicyCodec() {}

    /**
     * Reads a policy with all its problems.
     *
     * @param label what messages call the document, usually its file name
     * @throws InvalidDocument with every problem, each with its line and key
     */
    public static Policy parse(byte[] utf8, String label) throws InvalidDocument {
        var root = YamlReader.read(utf8, label, MAX_BYTES);
        var problems = new Problems(label);
        problems.add(root, "cannot be read yet");
        problems.throwIfAny();
        return new Policy(label, "", true, List.of(), List.of(), List.of(), List.of());
    }
}
