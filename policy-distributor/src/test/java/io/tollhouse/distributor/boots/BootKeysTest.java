package io.tollhouse.distributor.boots;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.BootKey;
import io.tollhouse.contract.fleet.BootManifest;
import io.tollhouse.contract.fleet.SignedBoot;
import io.tollhouse.contract.fleet.SignedHeads;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootKeysTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");

    @TempDir
    Path folder;

    private SigningKey key;
    private TrustedKeys trusted;
    private BootKeys keys;
    private long offset;

    @BeforeEach
    void start() throws IOException {
        key = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
        keys = new BootKeys("fleet-1", () -> trusted);
        keys.restart(Map.of());
    }

    private void heard(byte @Nullable [] value) {
        keys.record(new ConsumerRecord<>(Topic.CHECKPOINT.name(), 0, offset++, new byte[0], value), true);
    }

    private static BootKey announced(String fleet, String boot, String publicKey) {
        return BootKey.of(fleet, "node-1", boot, publicKey, AT);
    }

    private static byte[] countersigned(BootKey announced, SigningKey by) {
        return SignedBoot.sign(BootManifest.of(announced, AT, by.keyId()), by).bytes();
    }

    @Test
    void nothingWaitsBeforeEverythingWasHeard() {
        var announced = announced("fleet-1", "0123456789aa", "AAAA");
        heard(announced.bytes());
        assertThat(keys.waiting()).isEmpty();

        keys.caughtUp();
        assertThat(keys.waiting()).containsExactly(announced);

        heard(countersigned(announced, key));
        assertThat(keys.waiting()).isEmpty();
    }

    @Test
    void theFirstKeyOfARunCounts() {
        var first = announced("fleet-1", "0123456789aa", "AAAA");
        heard(first.bytes());
        heard(announced("fleet-1", "0123456789aa", "BBBB").bytes());
        keys.caughtUp();

        assertThat(keys.waiting()).containsExactly(first);
    }

    @Test
    void anotherFleetsRunsAndWhatIsNothingAreNotCountersigned() {
        heard(announced("fleet-2", "0123456789aa", "AAAA").bytes());
        heard(announced("fleet-1", "../../etc/cron", "AAAA").bytes());
        heard("null".getBytes(StandardCharsets.UTF_8));
        heard(null);
        keys.caughtUp();

        assertThat(keys.waiting()).isEmpty();
        assertThat(keys.all().records()).isEmpty();
    }

    @Test
    void whatAStrangerHasCountersignedWaitsAllTheSame() throws IOException {
        var announced = announced("fleet-1", "0123456789aa", "AAAA");
        heard(announced.bytes());
        heard(countersigned(announced, SigningKey.generate(folder.resolve("other.pem"), folder.resolve("others"))));
        keys.caughtUp();

        assertThat(keys.waiting()).containsExactly(announced);
    }

    @Test
    void whoeverChecksTheTrailGetsTheFirstCountersignatureAndTheLastHeads() {
        var announced = announced("fleet-1", "0123456789aa", "AAAA");
        var signed = countersigned(announced, key);
        var later = SignedHeads.of("fleet-1", "node-1", "0123456789aa", AT, List.of("b"), "BBBB")
                .bytes();
        heard(signed);
        heard(countersigned(announced("fleet-1", "0123456789aa", "BBBB"), key));
        heard(SignedHeads.of("fleet-1", "node-1", "0123456789aa", AT, List.of("a"), "AAAA")
                .bytes());
        heard(later);

        assertThat(keys.all().records()).extracting(BootKeys.Heard::value).containsExactly(signed, later);
    }
}
