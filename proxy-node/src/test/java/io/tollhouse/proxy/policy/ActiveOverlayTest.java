package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.OverlayManifest;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveOverlayTest {
    private static final String FLEET = "fleet-1";

    @TempDir
    Path folder;

    private final Enforced enforced = new Enforced("node-1");
    private final Health health = new Health();
    private SigningKey key;
    private TrustedKeys trusted;
    private ActiveOverlay active;

    @BeforeEach
    void makeKeys() throws Exception {
        key = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
        active = make();
        enforced.policy(EnforcedTest.revision(1));
    }

    private ActiveOverlay make() {
        return new ActiveOverlay(FLEET, () -> trusted, enforced, LastGood.overlay(folder), health);
    }

    private SignedOverlay stopping(long revision, String agent) {
        var kill = new Kill("k-1", KillTarget.parse(agent, null, null, null), Instant.EPOCH, null, "admin", "");
        return SignedOverlay.sign(
                OverlayManifest.of(
                        FLEET, revision, revision - 1, Instant.EPOCH, "admin", key.keyId(), "", null, List.of(kill)),
                key);
    }

    private void offer(SignedOverlay overlay) throws NotBelieved {
        active.kind().offer().offer(active.kind().belief().believe(overlay.bytes()));
    }

    @Test
    void aRisingOneIsLaidAtOnceAndWhatIsBelowOrBesideIsRefused() throws Exception {
        var second = stopping(2, "a");
        offer(second);
        offer(second);
        assertThat(active.id()).isEqualTo(second.overlay().id());
        assertThat(EnforcedTest.verdict(enforced.matcher())).isEqualTo("deny builtin.kill");

        assertThatThrownBy(() -> offer(stopping(1, "b"))).hasMessageContaining("below 2");
        assertThatThrownBy(() -> offer(stopping(2, "b"))).hasMessageContaining("another content");
        assertThat(EnforcedTest.verdict(enforced.matcher())).isEqualTo("deny builtin.kill");

        offer(stopping(3, "b"));
        assertThat(EnforcedTest.verdict(enforced.matcher())).isEqualTo("allow r1");
    }

    @Test
    void theOneOnDiskIsLaidAtTheNextStartAndVerifiedAgain() throws Exception {
        offer(stopping(2, "a"));
        active.keep();

        var next = make();
        next.restore();
        assertThat(next.id()).isEqualTo(active.id());

        trusted = new TrustedKeys(Map.of());
        var distrusting = make();
        distrusting.restore();
        assertThat(distrusting.id()).isNull();
        assertThat(health.reasons().toString()).contains("which is not trusted here", "tollhouse key resign");
        assertThat(verdictFor("someone")).isEqualTo("unavailable builtin.kill");
    }

    private String verdictFor(String agent) throws Exception {
        var facts = Facts.connect(agent, null, Authority.parse("a.test:443"), Instant.EPOCH);
        var decision = Objects.requireNonNull(enforced.matcher()).judgeName(facts);
        return decision.verdict().label() + " " + decision.rule();
    }

    @Test
    void aDamagedOneOnDiskStopsEverythingUntilAnotherIsInForce() throws Exception {
        offer(stopping(2, "a"));
        active.keep();
        var file = folder.resolve("overlay.json");
        var bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);

        var next = make();
        next.restore();

        assertThat(next.id()).isNull();
        assertThat(verdictFor("someone")).isEqualTo("unavailable builtin.kill");
        next.kind().offer().offer(stopping(3, "b"));
        assertThat(verdictFor("b")).isEqualTo("deny builtin.kill");
        assertThat(verdictFor("someone")).doesNotContain("builtin.kill");
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void whatIsLaidIsNotReplacedByWhatLiesOnDisk() throws IOException, NotBelieved {
        offer(stopping(2, "a"));
        active.keep();
        offer(stopping(3, "b"));

        active.restore();

        assertThat(active.id()).startsWith("3-");
    }
}
