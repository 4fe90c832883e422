package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.keys.KeyFiles;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitTest {
    @TempDir
    Path folder;

    private Call init(String... agents) {
        var args = new ArrayList<>(List.of("init", folder.toString(), "--proxy", "proxy-node:3128"));
        for (var agent : agents) {
            args.add("--agent=" + agent);
        }
        return Call.in(Path.of("nowhere"), args.toArray(String[]::new));
    }

    private Map<String, String> files() throws IOException {
        var texts = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void eachKindOfReaderHasAFolderOfItsOwn() throws Exception {
        assertThat(init("research-1").code()).isZero();

        var keyId = TrustedKeys.load(folder.resolve("fleet/trusted-keys"))
                .keys()
                .keySet()
                .iterator()
                .next();
        assertThat(files())
                .containsOnlyKeys(
                        "admin/admin.token",
                        "agents/research-1/.curlrc",
                        "agents/research-1/secret",
                        "distributor/signing-key.pem",
                        "distributor/tokens.yaml",
                        "fleet/fleet.id",
                        "fleet/fleet.yaml",
                        "fleet/trusted-keys/" + keyId + ".pem",
                        "nodes/agents.yaml");
    }

    @Test
    void theDistributorsKeyIsOneThatEveryProcessTrusts() throws Exception {
        init("research-1");

        var trusted = TrustedKeys.load(folder.resolve("fleet/trusted-keys"));

        assertThat(SigningKey.load(folder.resolve("distributor/signing-key.pem"), trusted)
                        .keyId())
                .isIn(trusted.keys().keySet());
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void everyProcessReadsTheFleetsSettings(Part part) throws Exception {
        init("research-1");

        var loaded = Settings.load(
                part,
                ProcessArguments.parse("--settings=" + folder.resolve("fleet/fleet.yaml")),
                Map.of(),
                settings -> settings.text("fleet.id"));

        assertThat(loaded.settings()).matches("[0-9a-f]{16}");
    }

    @Test
    void nodesAndDistributorKnowSecretsByTheirHashesOnly() throws Exception {
        init("research-1");

        var agent = KeyFiles.credential(folder.resolve("agents/research-1/secret"));
        var admin = KeyFiles.credential(folder.resolve("admin/admin.token"));
        assertThat(folder.resolve("nodes/agents.yaml"))
                .content()
                .contains("  - {name: \"research-1\", secret: \"" + agent.verifier() + "\"}\n")
                .doesNotContain(agent.secret().reveal());
        assertThat(folder.resolve("distributor/tokens.yaml"))
                .content()
                .contains(admin.verifier())
                .doesNotContain(admin.secret().reveal());
        assertThat(folder.resolve("agents/research-1/.curlrc"))
                .content()
                .contains("proxy = \"http://proxy-node:3128\"\n")
                .contains("proxy-user = \"research-1:" + agent.secret().reveal() + "\"\n");
    }

    @Test
    void aSecondCallKeepsWhatIsThereAndAddsAgents() throws Exception {
        init("research-1");
        var before = files();

        assertThat(init("research-1", "ci-1").code()).isZero();

        var after = files();
        var known = after.remove("nodes/agents.yaml");
        assertThat(known)
                .startsWith(before.remove("nodes/agents.yaml"))
                .containsOnlyOnce("research-1")
                .containsOnlyOnce("ci-1");
        assertThat(after).containsAllEntriesOf(before).containsKey("agents/ci-1/secret");
    }

    @Test
    void secretsAreReadableByTheirOwnerOnlyAndNeverPrinted() throws Exception {
        var call = init("research-1");

        for (var secret : new String[] {
            "admin/admin.token", "agents/research-1/secret", "agents/research-1/.curlrc", "distributor/signing-key.pem"
        }) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(secret)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(call.out() + call.err())
                    .doesNotContain(Files.readString(folder.resolve(secret)).strip());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--agent=../x, '--agent: a name is 1 to 64 letters'",
        "--agent=a:b, '--agent: a name is 1 to 64 letters'",
        "--agent=.., '--agent: a name is 1 to 64 letters'",
        "--proxy=nonsense, '--proxy: must be host:port'",
    })
    void whatCannotBeUsedIsRefusedBeforeAnythingIsMade(String flag, String sentence) {
        var call = Call.in(Path.of("nowhere"), "init", folder.toString(), "--agent=research-1", flag);

        assertThat(call.code()).isEqualTo(ExitCode.USAGE);
        assertThat(call.err()).startsWith("tollhouse: " + sentence);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeWrittenToIsAnErrorThatNamesIt() throws Exception {
        var file = Files.createFile(folder.resolve("file"));

        var call = Call.in(Path.of("nowhere"), "init", file.toString(), "--agent=research-1");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err()).startsWith("tollhouse: " + file + " cannot be written to");
    }
}
