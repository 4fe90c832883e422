package io.tollhouse.proxy.identity;

import io.tollhouse.contract.policy.AgentName;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.YamlReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agents of one node as a document: {@code agents: [{name: research-1, secret: "sha256:<64 hexadecimal digits>"}]}.
 *
 * <p>No problem that it reports repeats a secret.
 */
public final class AgentsFile implements AgentDirectory {
    /** The largest document. */
    public static final int MAX_BYTES = 16 << 20;

    private final Map<String, SecretHash> agents;

    private AgentsFile(Map<String, SecretHash> agents) {
        this.agents = Map.copyOf(agents);
    }

    /**
     * Reads the document.
     *
     * @param label what messages call it, usually its file name
     * @throws InvalidDocument with every problem, each with its line
     */
    public static AgentsFile parse(byte[] utf8, String label) throws InvalidDocument {
        var problems = new Problems(label);
        var root = Fields.of(YamlReader.read(utf8, label, MAX_BYTES), problems);
        var agents = new LinkedHashMap<String, SecretHash>();
        if (!root.has("agents")) {
            problems.add(root.node(), "agents", "is missing");
        }
        for (var item : root.items("agents")) {
            readAgent(item, agents, problems);
        }
        root.close();
        problems.throwIfAny();
        return new AgentsFile(agents);
    }

    private static void readAgent(Node item, Map<String, SecretHash> agents, Problems problems) {
        var fields = Fields.of(item, problems);
        var name = fields.required("name", "");
        var secret = fields.required("secret", "");
        fields.close();
        if (fields.has("name") && !AgentName.isName(name)) {
            problems.add(item, item.path() + ".name", "must be " + AgentName.FORM + ", as a policy names agents");
        }
        var hash = SecretHash.parse(secret);
        if (fields.has("secret") && hash.isEmpty()) {
            problems.add(item, item.path() + ".secret", "must be sha256: and 64 hexadecimal digits");
        }
        if (hash.isPresent() && agents.putIfAbsent(name, hash.get()) != null) {
            problems.add(item, item.path() + ".name", "stands twice; each agent has one secret");
        }
    }

    /** How many agents there are. */
    public int size() {
        return agents.size();
    }

    @Override
    public @Nullable SecretHash verifierOf(String name) {
        return agents.get(name);
    }
}
