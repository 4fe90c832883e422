package io.tollhouse.proxy;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.keys.TrustedFolder;
import io.tollhouse.proxy.admin.AdminToken;
import io.tollhouse.proxy.identity.AgentsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that the settings name, read at the start.
 *
 * @param trustedKeys read again while the node runs
 * @param folder of this node alone, below {@code ledger.dir}; it is there
 */
record StartFiles(TrustedFolder trustedKeys, AgentsFile agents, Optional<AdminToken> adminToken, Path folder) {

    /**
     * Reads them.
     *
     * @throws IOException with every problem of a file, and the key that named it
     */
    static StartFiles read(NodeSettings settings, Health health) throws IOException {
        return new StartFiles(
                trustedKeys(settings.trustedKeys(), health),
                agents(settings.agentsFile()),
                adminToken(settings.adminToken()),
                folder(settings.ledgerDir().resolve(settings.nodeId())));
    }

    private static TrustedFolder trustedKeys(Path folder, Health health) throws IOException {
        try {
            return new TrustedFolder(folder, health);
        } catch (IOException e) {
            throw named("policy.trusted-keys", folder, e);
        }
    }

    private static AgentsFile agents(Path file) throws IOException {
        try {
            return AgentsFile.parse(Files.readAllBytes(file), file.toString());
        } catch (InvalidDocument e) {
            throw new IOException("agents.file:\n" + e.getMessage(), e);
        } catch (IOException e) {
            throw named("agents.file", file, e);
        }
    }

    private static Optional<AdminToken> adminToken(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AdminToken.read(file.get()));
        } catch (IOException e) {
            throw named("admin.token-file", file.get(), e);
        }
    }

    private static Path folder(Path folder) throws IOException {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw named("ledger.dir", folder, e);
        }
    }

    private static IOException named(String key, Path path, IOException cause) {
        return new IOException(
                key + ": cannot use " + path + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + ")",
                cause);
    }
}
