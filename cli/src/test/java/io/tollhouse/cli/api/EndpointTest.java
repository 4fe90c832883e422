package io.tollhouse.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.cli.api.EndpointFinder.Flags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the API is found, and which token goes to it. */
class EndpointTest {
    private static final Flags NOTHING = new Flags(null, null, null);
    private static final String ELSEWHERE = "http://elsewhere.example:9000";

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Path here = Path.of("");
    private Path clone = Path.of("");

    @BeforeEach
    void folders() throws IOException {
        here = fleet("here", "http://127.0.0.1:1111");
        clone = fleet("clone", "http://127.0.0.1:2222");
    }

    private Path fleet(String name, String api) throws IOException {
        var fleet = Files.createDirectory(folder.resolve(name));
        Files.writeString(fleet.resolve("fleet.json"), "{\"api\": \"" + api + "\"}");
        token(fleet.resolve("admin.token"), "token-of-" + name, "rw-------");
        return fleet;
    }

    private static Path token(Path file, String token, String mode) throws IOException {
        Files.writeString(file, token + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private EndpointFinder finder(Map<String, String> environment, Path... folders) {
        return new EndpointFinder(environment, List.of(folders), warnings::add);
    }

    private static void assertIs(Endpoint endpoint, String base, String token) {
        assertThat(endpoint.base()).hasToString(base);
        assertThat(endpoint.token().reveal()).isEqualTo(token);
        assertThat(endpoint.toString()).doesNotContain(token);
    }

    @Test
    void theFirstFolderWithAFleetIsTaken() throws Exception {
        assertIs(finder(Map.of(), here, clone).find(NOTHING), "http://127.0.0.1:1111", "token-of-here");
        assertIs(
                finder(Map.of(), folder.resolve("none"), clone).find(NOTHING),
                "http://127.0.0.1:2222",
                "token-of-clone");
    }

    @Test
    void theEnvironmentStandsAboveFoldersAndFlagsAboveAll() throws Exception {
        var environment = Map.of("TOLLHOUSE_DATA", clone.toString());

        assertIs(finder(environment, here).find(NOTHING), "http://127.0.0.1:2222", "token-of-clone");
        assertIs(finder(environment).find(new Flags(null, null, here)), "http://127.0.0.1:1111", "token-of-here");
    }

    @Test
    void anApiElsewhereNeedsItsOwnToken() throws Exception {
        var file = token(folder.resolve("its.token"), "its-own", "rw-------");
        var environment = Map.of("TOLLHOUSE_API", ELSEWHERE + "/", "TOLLHOUSE_TOKEN_FILE", file.toString());

        assertIs(finder(environment, here).find(NOTHING), ELSEWHERE, "its-own");
        assertIs(finder(Map.of(), here).find(new Flags(ELSEWHERE, file, null)), ELSEWHERE, "its-own");
        assertThatThrownBy(() -> finder(Map.of(), here).find(new Flags(ELSEWHERE, null, null)))
                .isInstanceOf(BadEndpoint.class)
                .hasMessage("no token is known for " + ELSEWHERE
                        + ". Name the file that holds it with --token-file FILE or TOLLHOUSE_TOKEN_FILE.");
    }

    @Test
    void theLocalFleetMayBeNamedByItsAddress() throws Exception {
        var flags = new Flags("http://127.0.0.1:1111/", null, null);

        assertIs(finder(Map.of(), here).find(flags), "http://127.0.0.1:1111", "token-of-here");
    }

    @Test
    void aNamedFolderWithoutAFleetIsSaid() {
        var flags = new Flags(null, null, folder.resolve("none"));

        assertThatThrownBy(() -> finder(Map.of(), here).find(flags))
                .isInstanceOf(Unreachable.class)
                .hasMessage("--data: no local fleet has its data in " + folder.resolve("none")
                        + ". Start one there with ./tollhouse up --data " + folder.resolve("none") + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "ftp://x",
                "http://",
                "http://user:secret@x",
                "http://x?secret",
                "http://x#secret",
                "a secret"
            })
    void anAddressThatIsNoneIsRefusedAndNotRepeated(String api) {
        assertThatThrownBy(() -> finder(Map.of(), here).find(new Flags(api, null, null)))
                .isInstanceOf(BadEndpoint.class)
                .hasMessage("--api: must be http://host:port or https://host:port.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "two\nlines", "b\u00fccher"})
    void aTokenFileHoldsOneTokenAndIsNotRepeated(String text) throws Exception {
        var file = folder.resolve("bad.token");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> finder(Map.of(), here).find(new Flags(null, file, null)))
                .isInstanceOf(BadEndpoint.class)
                .hasMessage("--token-file: " + file + " must hold a token on one line, and nothing else.");
    }

    @Test
    void aTokenFileThatIsMissingIsNamed() {
        var environment = Map.of("TOLLHOUSE_TOKEN_FILE", "/no/such/file");

        assertThatThrownBy(() -> finder(environment, here).find(NOTHING))
                .isInstanceOf(BadEndpoint.class)
                .hasMessage("TOLLHOUSE_TOKEN_FILE: there is no file /no/such/file.");
    }

    @Test
    void aTokenThatOthersMayReadIsWarnedOf() throws Exception {
        var file = token(here.resolve("admin.token"), "token-of-here", "rw-r--r--");

        finder(Map.of(), here).find(NOTHING);

        assertThat(warnings)
                .containsExactly("warning: others may read the token in " + file + "; run chmod 600 " + file);
    }

    @Test
    void anUnknownVariableIsRefusedAndThoseOfOtherPartsAreNot() throws Exception {
        assertIs(
                finder(Map.of("TOLLHOUSE_DNS_SERVERS", "127.0.0.1:53"), here).find(NOTHING),
                "http://127.0.0.1:1111",
                "token-of-here");
        assertThatThrownBy(
                        () -> finder(Map.of("TOLLHOUSE_TOKENFILE", "x"), here).find(NOTHING))
                .isInstanceOf(BadEndpoint.class)
                .hasMessageStartingWith("environment TOLLHOUSE_TOKENFILE: no part of Tollhouse knows it.");
    }
}
