package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockdownTest {
    @TempDir
    Path folder;

    private final Health health = new Health();
    private final Enforced enforced = new Enforced("node-1");

    private Lockdown start() {
        return new Lockdown(folder, enforced, health);
    }

    private Path file() {
        return folder.resolve("LOCKDOWN");
    }

    @Test
    void aFileThatIsMadeByHandBeginsItAndItsRemovalLiftsIt() throws IOException {
        var lockdown = start();
        assertThat(lockdown.isOn()).isFalse();

        Files.createFile(file());
        lockdown.check();
        assertThat(lockdown.isOn()).isTrue();
        assertThat(health.reasons().toString()).contains("lockdown", "DELETE /lockdown", file().toString());
        assertThat(health.isReady()).isTrue();

        Files.delete(file());
        lockdown.check();
        assertThat(lockdown.isOn()).isFalse();
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void aLockdownSurvivesARestartAndHoldsFromTheFirstPolicyOn() throws Exception {
        start().begin();

        var after = new Enforced("node-1");
        assertThat(new Lockdown(folder, after, health).isOn()).isTrue();
        after.policy(EnforcedTest.revision(1));

        assertThat(EnforcedTest.verdict(after.matcher())).isEqualTo("deny builtin.lockdown");
    }

    @Test
    void beginningAndLiftingTwiceIsAsOnce() throws IOException {
        var lockdown = start();

        lockdown.begin();
        lockdown.begin();
        assertThat(file()).exists();
        assertThat(lockdown.isOn()).isTrue();

        lockdown.lift();
        lockdown.lift();
        assertThat(file()).doesNotExist();
        assertThat(lockdown.isOn()).isFalse();
    }

    @Test
    void whatCannotBeWrittenOrRemovedIsAnErrorAndChangesNothing() throws IOException {
        var gone = new Lockdown(folder.resolve("nowhere"), enforced, health);
        assertThatThrownBy(gone::begin).isInstanceOf(IOException.class);
        assertThat(gone.isOn()).isFalse();

        Files.createDirectories(file().resolve("full"));
        var stuck = start();
        assertThatThrownBy(stuck::lift).isInstanceOf(IOException.class);
        assertThat(stuck.isOn()).isTrue();
    }
}
