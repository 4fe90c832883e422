package io.tollhouse.process.keys;

import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys that a process trusts, as its folder has them while it runs. What cannot be read leaves those that were read before. */
public final class TrustedFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedFolder.class);

    private final Path folder;
    private final Health.Part health;
    private volatile TrustedKeys keys;

    /**
     * Reads it for the first time.
     *
     * @throws IOException when the folder cannot be read, or a file in it is not the key that its name says
     */
    public TrustedFolder(Path folder, Health health) throws IOException {
        this.folder = folder;
        this.health = health.part("trusted-keys");
        this.keys = TrustedKeys.load(folder);
    }

    public TrustedKeys keys() {
        return keys;
    }

    /** Their ids, in order. */
    public List<String> ids() {
        return keys.keys().keySet().stream().sorted().toList();
    }

    /**
     * Reads the folder again; says whether other keys are trusted now. For one thread only.
     *
     * @param signer id of the key that signed the policy in force; null for none
     */
    public boolean refresh(@Nullable String signer) {
        try {
            var before = keys;
            keys = TrustedKeys.load(folder);
            tell(signer);
            if (keys.equals(before)) {
                return false;
            }
            LOG.info("trusted keys are now {}", ids());
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            health.degraded(
                    "policy.trusted-keys cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); the keys that were read before stay trusted. Mend the folder " + folder);
            return false;
        }
    }

    private void tell(@Nullable String signer) {
        if (signer == null || keys.keys().containsKey(signer)) {
            health.fine();
        } else {
            health.degraded("what is in force is signed by the key " + signer
                    + ", which is trusted no more; it stays in force, and a restart would not believe it."
                    + " Run tollhouse key resign");
        }
    }
}
