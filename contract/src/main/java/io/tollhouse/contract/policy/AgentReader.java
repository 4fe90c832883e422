package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the entries of {@code agents}. */
final class AgentReader {

    private record Owner(String name, int line) {}

    private final Texts texts;
    private final Problems problems;
    private final Map<Cidr, Owner> owners = new HashMap<>();

    AgentReader(Texts texts, Problems problems) {
        this.texts = texts;
        this.problems = problems;
    }

    /** The entry; empty when it is no map, which is noted. */
    Optional<AgentEntry> read(Node item) {
        return texts.fields(item).map(this::read);
    }

    private AgentEntry read(Fields fields) {
        var name = new AgentPattern(texts.required(fields, "name", Texts.Form.AGENT));
        var labels = new HashMap<String, String>();
        fields.below("labels").all().forEach((key, entry) -> {
            texts.check(entry.key(), Texts.Form.LABEL);
            texts.text(entry.value(), Texts.Form.VALUE).ifPresent(value -> labels.put(key, value));
        });
        var network = network(fields, name);
        var from = texts.networks(fields, "from").stream()
                .map(Texts.Network::network)
                .toList();
        texts.refuseEmpty(fields, "from", "names no network, so the name could come from nowhere");
        var mode = texts.constant(fields, "mode", Mode.class).orElse(Mode.ENFORCE);
        texts.close(fields, "agents");
        return new AgentEntry(name, network, from, labels, mode, Place.of(fields.node()));
    }

    private List<Cidr> network(Fields fields, AgentPattern name) {
        var networks = new ArrayList<Cidr>();
        for (var network : texts.networks(fields, "network")) {
            var owner = owners.putIfAbsent(
                    network.network(), new Owner(name.text(), fields.node().line()));
            if (owner != null) {
                problems.add(
                        network.at(),
                        network.at().kind() + " is the agent " + owner.name() + " already (line " + owner.line() + ")");
            }
            networks.add(network.network());
        }
        texts.refuseEmpty(fields, "network", "names no network; leave it out");
        if (fields.has("network") && !name.isExact()) {
            fields.any("network")
                    .ifPresent(at -> problems.add(at, "makes its sources one agent, so `name` must be without a star"));
        }
        return networks;
    }
}
