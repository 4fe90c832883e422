package io.tollhouse.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockdownPageTest {
    private static final String TOKEN = "0123456789abcdefghij";

    @TempDir
    Path folder;

    private final FakeLockdown lockdown = new FakeLockdown();

    private AdminToken token(String content) throws IOException {
        return AdminToken.read(Files.writeString(folder.resolve("admin.token"), content));
    }

    private Pages.Page ask(String method, @Nullable String authorization) throws IOException {
        return new LockdownPage(lockdown, Optional.of(token(TOKEN + "\n")))
                .answer(HttpMethod.valueOf(method), authorization);
    }

    @Test
    void postBeginsDeleteLiftsAndGetTellsWithoutAToken() throws IOException {
        assertThat(ask("GET", null).body()).isEqualTo("{\"lockdown\":false}\n");
        assertThat(ask("POST", "Bearer " + TOKEN).body()).isEqualTo("{\"lockdown\":true}\n");
        assertThat(ask("GET", null).body()).isEqualTo("{\"lockdown\":true}\n");
        assertThat(ask("DELETE", "bearer " + TOKEN).body()).isEqualTo("{\"lockdown\":false}\n");
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource({
        "POST, , 401",
        "POST, Bearer 0123456789abcdefghiX, 401",
        "POST, Bearer 0123456789abcdefghi, 401",
        "POST, Bearer, 401",
        "POST, Basic 0123456789abcdefghij, 401",
        "POST, 0123456789abcdefghij, 401",
        "DELETE, , 401",
        "PUT, Bearer 0123456789abcdefghij, 405",
    })
    void nobodyElseChangesAnything(String method, @Nullable String authorization, int status) throws IOException {
        assertThat(ask(method, authorization).status().code()).isEqualTo(status);
        assertThat(lockdown.isOn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE"})
    void withoutATokenFileItSaysWhatToDo(String method) {
        var page = new LockdownPage(lockdown, Optional.empty());

        var answer = page.answer(HttpMethod.valueOf(method), "Bearer " + TOKEN);

        assertThat(answer.status().code()).isEqualTo(403);
        assertThat(answer.body()).contains("admin.token-file", "LOCKDOWN");
    }

    @Test
    void whatCannotBeKeptOnDiskIsSaid() throws IOException {
        lockdown.breakDown();

        var answer = ask("POST", "Bearer " + TOKEN);

        assertThat(answer.status().code()).isEqualTo(500);
        assertThat(answer.body()).contains("lockdown is off", "no space left", "ledger.dir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "two tokens 0123456789abcdef", "0123456789abcdefghi\u00e9"})
    void aFileWithoutATokenIsRefusedAndNotShown(String content) {
        assertThatThrownBy(() -> token(content))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("20 to 512")
                .hasMessageNotContaining("0123456789");
    }
}
