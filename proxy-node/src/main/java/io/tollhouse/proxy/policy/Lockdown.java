package io.tollhouse.proxy.policy;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.files.DurableFolder;
import io.tollhouse.process.health.Health;
import io.tollhouse.proxy.admin.LockdownSwitch;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Has a node refuse everything as long as a file lies in its folder. It is that file and nothing else: so it survives a
 * restart, and a shell is enough to begin and to lift it.
 */
public final class Lockdown implements LockdownSwitch {
    /** Of health. */
    public static final String PART = "lockdown";

    private static final Restraint RESTRAINT = new Restraint(
            Verdict.DENY, BuiltIn.LOCKDOWN, "this node is in lockdown: its operators have stopped everything", true);

    private final Path file;
    private final Enforced enforced;
    private final Health.Part health;
    private boolean on;

    /**
     * Looks whether the file is there.
     *
     * @param folder of this node alone
     */
    public Lockdown(Path folder, Enforced enforced, Health health) {
        this.file = folder.resolve("LOCKDOWN");
        this.enforced = enforced;
        this.health = health.part(PART);
        check();
    }

    /** Looks again. Where it cannot be told whether the file is there, what was stays. To be called several times a second. */
    public synchronized void check() {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            on = true;
            enforced.restrain(RESTRAINT);
            health.degraded(
                    "this node refuses everything; DELETE /lockdown on listen.admin lifts it, or removing " + file);
        } else if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            on = false;
            enforced.release(BuiltIn.LOCKDOWN);
            health.fine();
        }
    }

    @Override
    public synchronized boolean isOn() {
        return on;
    }

    @Override
    public synchronized void begin() throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // it was begun before
        }
        check();
        DurableFolder.sync(file);
    }

    @Override
    public synchronized void lift() throws IOException {
        Files.deleteIfExists(file);
        check();
        DurableFolder.sync(file);
    }
}
