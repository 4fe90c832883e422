package io.tollhouse.contract.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedOverlayTest {
    private static final String FLEET = "f1";
    private static final Kill KILL = new Kill(
            "kill-3",
            KillTarget.parse("r-*", ".x.test", "a", "n-1"),
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(9),
            "admin",
            "w");

    @TempDir
    Path folder;

    private SigningKey key;
    private TrustedKeys trusted;

    @BeforeEach
    void makeKeys() throws IOException {
        key = SigningKey.generate(folder.resolve("signing.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
    }

    private OverlayManifest manifest(long revision, long base, List<Kill> kills) {
        return OverlayManifest.of(FLEET, revision, base, Instant.EPOCH, "admin", key.keyId(), "", null, kills);
    }

    @Test
    void whatWasSignedIsReadBack() throws Exception {
        var signed = SignedOverlay.sign(manifest(3, 2, List.of(KILL)), key);

        var read = SignedOverlay.verify(signed.bytes(), trusted, FLEET);

        assertThat(read.overlay().kills()).containsExactly(KILL);
        assertThat(read.overlay().id()).isEqualTo("3-" + read.hash().substring(0, 12));
        assertThat(SignedOverlay.revisionOf(read.overlay().id())).isEqualTo(3);
        assertThat(read.hash()).isEqualTo(signed.hash());
    }

    @Test
    void aPolicyIsNoOverlayAndAnOverlayNoPolicyThoughBothAreSignedRightly() {
        var policy = SignedManifest.sign(
                Manifest.of(FLEET, 3, 2, Instant.EPOCH, "admin", key.keyId(), "", null, "default: deny\n", List.of()),
                key);
        var overlay = SignedOverlay.sign(manifest(3, 2, List.of()), key);

        assertThatThrownBy(() -> SignedOverlay.verify(policy.bytes(), trusted, FLEET))
                .isInstanceOf(NotBelieved.class);
        assertThatThrownBy(() -> SignedManifest.verify(overlay.bytes(), trusted, FLEET))
                .isInstanceOf(NotBelieved.class);
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'agent':'r-*','destination':'.x.test','rule':'a','node':'n-1' | 'other':'x' | names nothing",
                "'agent':'r-*'       | 'agent':'r *'            | agent: must be letters",
                "'destination':'.x.test' | 'destination':'[x'   | destination:",
                "'id':'kill-3'       | 'id':'K 3'               | the id of a kill is not one",
                "'since':'1970-01-01T00:00:00Z' | 'since':'x'   | its time is not one",
                "'until':'1970-01-01T00:00:09Z' | 'until':'x'   | its time is not one",
                "'revision':3        | 'revision':2             | does not rise above its base 2",
                "'kind':'overlay'    | 'kind':'policy'          | it is not the record of overlay",
                "'v':1               | 'v':2                    | its format is version 2",
                "'kills':[           | 'kill':[                 | it is not what its key says",
            })
    void anOverlayThatCannotBeReadIsNotBelievedThoughItIsSigned(String from, String to, String reason)
            throws Exception {
        var json = new String(Json.write(manifest(3, 2, List.of(KILL))), StandardCharsets.UTF_8);
        var changed = json.replace(from.replace('\'', '"'), to.replace('\'', '"'));
        assertThat(changed).isNotEqualTo(json);

        assertThatThrownBy(() -> SignedOverlay.verify(sealed(changed), trusted, FLEET))
                .isInstanceOf(NotBelieved.class)
                .hasMessageContaining(reason);
    }

    /** Signs any text as an overlay. */
    private byte[] sealed(String json) {
        var body = json.substring(0, json.length() - 1).getBytes(StandardCharsets.UTF_8);
        return Seal.tailed(body, key, "tollhouse overlay v1");
    }

    @Test
    void moreKillsThanMayHoldAtOnceAreNotBelieved() {
        var many = Collections.nCopies(501, OverlayManifest.Entry.of(KILL));
        var whole = manifest(3, 2, List.of());
        var tooMany = new OverlayManifest(
                1, "overlay", "overlay", FLEET, 3, 2, whole.created(), "a", key.keyId(), "", null, many);

        assertThatThrownBy(tooMany::check).hasMessage("it has more than 500 kills");
    }

    @ParameterizedTest
    @CsvSource({
        "3-0123456789ab, 3",
        "x, 0",
        "'', 0",
        ", 0",
        "3, 0",
        "-1-0123456789ab, 0",
        "99999999999999999-0123456789ab, 0"
    })
    void theRevisionIsReadOffAnIdAndIsNoneWhereItIsNoId(String id, long revision) {
        assertThat(SignedOverlay.revisionOf(id)).isEqualTo(revision);
    }
}
