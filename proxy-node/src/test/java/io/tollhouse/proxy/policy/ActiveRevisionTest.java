package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveRevisionTest {
    private static final String FLEET = "fleet-1";

    @TempDir
    Path folder;

    private final List<Long> swapped = new ArrayList<>();
    private Surroundings surroundings = Surroundings.none();
    private SigningKey key;
    private TrustedKeys trusted;
    private ActiveRevision active;

    @BeforeEach
    void makeKeys() throws IOException {
        key = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
        active = make();
    }

    private ActiveRevision make() {
        var made = new ActiveRevision(
                FLEET,
                () -> trusted,
                parts -> surroundings,
                LastGood.policy(folder),
                new ListStore(folder, (wanted, sink) -> Map.of()));
        made.onSwap(matcher -> swapped.add(matcher.revision()));
        return made;
    }

    private SignedManifest signed(long revision, String host) {
        var policy = "tollhouse: v1\npolicy: test\nrules: [{id: only, to: [\"" + host + "\"], action: allow}]\n";
        return SignedManifest.sign(
                Manifest.of(
                        FLEET, revision, revision - 1, Instant.EPOCH, "test", key.keyId(), "", null, policy, List.of()),
                key);
    }

    private void offer(SignedManifest manifest) throws NotBelieved {
        active.offer(active.believe(manifest.bytes()));
    }

    @Test
    void aRisingRevisionIsSwappedInAndTheSameAgainIsNothing() throws Exception {
        assertThat(active.matcher()).isNull();

        offer(signed(1, "one.test"));
        var second = signed(2, "two.test");
        offer(second);
        offer(second);

        assertThat(swapped).containsExactly(1L, 2L);
        assertThat(active.revision()).isEqualTo(2);
        assertThat(active.hash()).isEqualTo(second.hash());
    }

    @Test
    void whatIsBelowOrBesideIsRefusedAndWhatWasInForceStays() throws Exception {
        offer(signed(2, "two.test"));

        assertThatThrownBy(() -> offer(signed(1, "one.test"))).hasMessageContaining("below 2");
        assertThatThrownBy(() -> offer(signed(2, "other.test"))).hasMessageContaining("another content");
        assertThatThrownBy(() -> offer(signed(3, "not a host"))).hasMessageContaining("does not compile");
        assertThatThrownBy(() -> active.believe("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("not signed");

        assertThat(swapped).containsExactly(2L);
    }

    @Test
    void theLastGoodIsTakenAtTheNextStartAndVerifiedAgain() throws Exception {
        offer(signed(2, "two.test"));
        active.keep();

        var next = make();
        next.restore();
        assertThat(next.revision()).isEqualTo(2);

        Files.delete(folder.resolve("trusted").resolve(key.keyId() + ".pem"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
        var distrusting = make();
        distrusting.restore();
        assertThat(distrusting.revision()).isZero();
        assertThat(distrusting.matcher()).isNull();
    }

    @Test
    void aDamagedLastGoodIsPassedOver() throws Exception {
        offer(signed(2, "two.test"));
        active.keep();
        var file = folder.resolve("policy.json");
        var bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);

        var next = make();
        next.restore();

        assertThat(next.revision()).isZero();
    }

    @Test
    void otherSurroundingsAreCompiledInWithoutANewRevision() throws Exception {
        offer(signed(1, "198.51.99.7"));
        active.surroundingsMayHaveChanged();
        assertThat(swapped).containsExactly(1L);
        assertThat(letsThrough(active.matcher())).isTrue();

        surroundings = new Surroundings(Set.of(IpAddress.parse("198.51.99.7")), Set.of(), Set.of(), List.of(), false);
        active.surroundingsMayHaveChanged();

        assertThat(swapped).containsExactly(1L, 1L);
        assertThat(letsThrough(active.matcher())).isFalse();
    }

    private static boolean letsThrough(@org.jspecify.annotations.Nullable Matcher matcher) throws Exception {
        var facts = Facts.connect("a", null, Authority.parse("198.51.99.7:443"), Instant.EPOCH);
        return Objects.requireNonNull(matcher).judgeName(facts).letsThrough();
    }
}
