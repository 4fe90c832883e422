package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentEnvTest {
    private static Call call(String... args) {
        return Call.in(Path.of("nowhere"), args);
    }

    /** What a variable has in a shell that was given the output. */
    private static String inAShell(String output, String variable) throws Exception {
        var shell = new ProcessBuilder("sh", "-c", output + "\nprintf %s \"$" + variable + "\"");
        shell.environment().put("TOLLHOUSE_AGENT_SECRET", "s3cret");
        var process = shell.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP_PROXY | http://research-1:s3cret@10.0.0.5:3128",
                "https_proxy | http://research-1:s3cret@10.0.0.5:3128",
                "no_proxy | localhost,127.0.0.1,::1",
                "NODE_USE_ENV_PROXY | 1",
                "GIT_SSH_COMMAND | ssh -o 'ProxyCommand=ncat --proxy 10.0.0.5:3128 --proxy-type http --proxy-auth research-1:s3cret %h %p'",
            })
    void aShellTakesItAsItIsPrinted(String variable, String value) throws Exception {
        var said = call("agent", "env", "research-1", "--proxy", "10.0.0.5:3128");

        assertThat(said.code()).isEqualTo(ExitCode.DONE);
        assertThat(inAShell(said.out(), variable)).isEqualTo(value);
    }

    @Test
    void javaIsToldByItsOptions() throws Exception {
        var said = call("agent", "env", "research-1");

        assertThat(inAShell(said.out(), "JAVA_TOOL_OPTIONS"))
                .contains("-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=3128", "disabledSchemes= ");
    }

    @Test
    void theSecretIsPrintedNowhere() {
        assertThat(call("agent", "env", "research-1").out()).contains("${TOLLHOUSE_AGENT_SECRET}");
    }

    @Test
    void aNameIsWrittenAsUrlsHaveIt() throws Exception {
        var said = call("agent", "env", "ci@eu");

        assertThat(inAShell(said.out(), "HTTPS_PROXY")).isEqualTo("http://ci%40eu:s3cret@127.0.0.1:3128");
    }

    @Test
    void aBundleOfAuthoritiesIsForEveryFamily() throws Exception {
        var said = call("agent", "env", "research-1", "--ca", "/etc/ca.pem");

        for (var variable :
                new String[] {"SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO"}) {
            assertThat(inAShell(said.out(), variable)).as(variable).isEqualTo("/etc/ca.pem");
        }
    }

    @Test
    void aPathStaysWhatItIs() throws Exception {
        var said = call("agent", "env", "research-1", "--ca", "/tmp/a b$(id)`id`\"\\\\/ca.pem");

        assertThat(inAShell(said.out(), "SSL_CERT_FILE")).isEqualTo("/tmp/a b$(id)`id`\"\\\\/ca.pem");
    }

    @Test
    void browsersHaveAFileOfTheirOwn() {
        assertThat(call("agent", "env", "research-1", "--pac").out())
                .startsWith("function FindProxyForURL(url, host) {\n")
                .contains("return \"PROXY 127.0.0.1:3128\";");
    }

    @Test
    void forProgramsItIsADocument() throws Exception {
        var document = JsonMapper.builder()
                .build()
                .readTree(call("agent", "env", "research-1", "--output", "json").outBytes());

        assertThat(document.at("/variables/HTTPS_PROXY").asText())
                .isEqualTo("http://research-1:${TOLLHOUSE_AGENT_SECRET}@127.0.0.1:3128");
        assertThat(document.path("pac").asText()).contains("FindProxyForURL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "$(id)", "`id`", "\""})
    void aNameThatIsNoneIsRefused(String name) {
        assertThat(call("agent", "env", name).code()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "10.0.0.5", "a b:1", "$(id):1", "host:0", "host:99999"})
    void aProxyThatIsNoneIsRefused(String proxy) {
        assertThat(call("agent", "env", "research-1", "--proxy", proxy).code()).isEqualTo(ExitCode.USAGE);
    }
}
