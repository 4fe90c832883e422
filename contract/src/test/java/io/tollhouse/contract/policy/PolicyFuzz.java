package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;

/**
 * Whatever the bytes are, a policy is read or refused with its problems. What is read is written, and read again the same.
 *
 * <p>One fuzz test for each class, since Jazzer takes one for each JVM.
 */
class PolicyFuzz {

    private static long executions;

    @FuzzTest(maxDuration = "10s")
    void isReadOrRefused(byte[] document) throws InvalidDocument {
        executions++;
        Policy policy;
        try {
            policy = PolicyCodec.parse(document, "fuzz.yaml", Everything.FILES);
        } catch (InvalidDocument e) {
            assertThat(e.problems()).hasSizeBetween(1, 101);
            return;
        }
        var written = PolicyWriter.write(policy);
        var again = PolicyCodec.parse(written.getBytes(StandardCharsets.UTF_8), "again.yaml", Everything.FILES);
        assertThat(PolicyWriter.write(again)).isEqualTo(written);
    }

    @AfterAll
    static void wasFuzzed() {
        assertThat(executions).isGreaterThan(1_000);
    }
}
