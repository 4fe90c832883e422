package io.tollhouse.cli.init;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.keys.Credential;
import io.tollhouse.contract.keys.KeyFiles;
import io.tollhouse.contract.settings.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a new fleet needs before its first process starts. Made once: a second call makes only what is missing, so that it
 * adds agents too.
 *
 * @param root where the folders of the readers are
 */
public record NewFleet(Path root) {
    /** A name that a policy can name and that is a name of a folder. */
    private static final Pattern AGENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    private static final String FLEET = "fleet";
    private static final String DISTRIBUTOR = "distributor";
    private static final String NODES = "nodes";
    private static final String ADMIN = "admin";
    private static final String AGENTS = "agents";

    /** Whether an agent can have a folder of that name. */
    public static boolean isAgent(String name) {
        return AGENT.matcher(name).matches();
    }

    /**
     * Makes what is missing.
     *
     * @param agents names, each as {@link #isAgent} wants them
     * @param proxy where agents find a node
     */
    public void make(List<String> agents, HostPort proxy) throws IOException {
        for (var name : List.of(FLEET, DISTRIBUTOR, NODES, ADMIN)) {
            Files.createDirectories(folder(name));
        }
        makeFleet();
        makeDistributor();
        for (var name : agents) {
            makeAgent(name, proxy);
        }
    }

    /** Who needs which folder. */
    public Map<String, Path> readers() {
        return new TreeMap<>(Map.of(
                "every process", folder(FLEET),
                "the distributor", folder(DISTRIBUTOR),
                "the nodes", folder(NODES),
                "administrators", folder(ADMIN),
                "each agent its own", folder(AGENTS)));
    }

    private void makeFleet() throws IOException {
        var id = KeyFiles.fleetId(folder(FLEET).resolve("fleet.id"));
        WholeFile.write(folder(FLEET).resolve("fleet.yaml"), """
                # What every process of this fleet is told: --settings=fleet.yaml
                fleet.id: "%s"
                """.formatted(id));
    }

    private void makeDistributor() throws IOException {
        KeyFiles.signingKey(
                folder(DISTRIBUTOR).resolve("signing-key.pem"), folder(FLEET).resolve("trusted-keys"));
        KeyFiles.tokens(
                folder(DISTRIBUTOR).resolve("tokens.yaml"),
                "Who may use the API; each token itself stands with whoever uses it.",
                KeyFiles.credential(folder(ADMIN).resolve("admin.token")));
    }

    private void makeAgent(String name, HostPort proxy) throws IOException {
        var own = folder(AGENTS).resolve(name);
        Files.createDirectories(own);
        var credential = KeyFiles.credential(own.resolve("secret"));
        WholeFile.writePrivate(own.resolve(".curlrc"), """
                # curl reads this where CURL_HOME is this folder.
                proxy = "http://%s"
                proxy-user = "%s:%s"
                """.formatted(
                        proxy, name, credential.secret().reveal()));
        know(name, credential);
    }

    /** By its hash and not by its name, so that a call that broke off in between is taken up again. */
    private void know(String name, Credential credential) throws IOException {
        var file = folder(NODES).resolve("agents.yaml");
        var known = Files.exists(file)
                ? Files.readString(file)
                : "# Who the agents are, for the nodes' agents.file; nodes read it when they start.\nagents:\n";
        if (!known.contains(credential.verifier())) {
            WholeFile.write(
                    file, known + "  - {name: \"%s\", secret: \"%s\"}\n".formatted(name, credential.verifier()));
        }
    }

    private Path folder(String name) {
        return root.resolve(name);
    }
}
