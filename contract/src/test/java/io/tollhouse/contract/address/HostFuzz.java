package io.tollhouse.contract.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;

/**
 * Whatever the text is, a host is canonical or malformed. What is canonical is read again as itself.
 *
 * <p>One fuzz test for each class, since Jazzer takes one for each JVM.
 */
class HostFuzz {

    private static long executions;

    @FuzzTest(maxDuration = "10s")
    void isCanonicalOrMalformed(byte[] utf8) throws MalformedHost {
        executions++;
        var text = new String(utf8, StandardCharsets.UTF_8);
        assertThat(HostName.isAscii(canonical(text))).isTrue();
        Host host;
        try {
            host = Host.parseDisplay(text);
        } catch (MalformedHost e) {
            return;
        }
        assertThat(Host.parse(host.text())).isEqualTo(host);
        assertThat(host.text()).isLowerCase().doesNotEndWith(".").hasSizeLessThanOrEqualTo(253);
    }

    /** On the wire; empty for what is malformed. */
    private static String canonical(String text) throws MalformedHost {
        Host host;
        try {
            host = Host.parse(text);
        } catch (MalformedHost e) {
            return "";
        }
        assertThat(Host.parse(host.text())).isEqualTo(host);
        assertThat(Host.parseDisplay(text)).isEqualTo(host);
        return host.text();
    }

    @AfterAll
    static void wasFuzzed() {
        assertThat(executions).isGreaterThan(1_000);
    }
}
