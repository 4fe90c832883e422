package io.tollhouse.contract.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples and the reference of the language are run, so that they do not rot. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path REFERENCE = ROOT.resolve("docs/policy.md");
    private static final Map<String, ListFile> FILES =
            Map.of("lists/malware.txt", ListFile.read(new byte[] {'x'}, "malware.txt"));
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"examples/agents.yaml", "examples/containers.yaml", "examples/locked-down.yaml"})
    void examplesCompileWithoutWarningAndPassTheirOwnTests(String file) throws Exception {
        var policy = PolicyCodec.parse(Files.readAllBytes(ROOT.resolve(file)), file);
        var matcher = Matcher.compile(policy, 1, "", Surroundings.none());

        assertThat(policy.warnings()).isEmpty();
        assertThat(PolicyTests.run(matcher, policy))
                .isNotEmpty()
                .allSatisfy(result ->
                        assertThat(result.passed()).as(result.message()).isTrue());
    }

    static Stream<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(REFERENCE)).results().map(block -> block.group(1));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyBlockOfTheReferenceCompilesAndWarnsOfWhatItSays(String block) throws InvalidDocument {
        var policy = read(block);

        var matcher = Matcher.compile(policy, 1, "", Surroundings.none());
        assertThat(PolicyTests.run(matcher, policy)).allMatch(PolicyTests.Result::passed);
        var said = Pattern.compile("# warning: (.*)")
                .matcher(block)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(policy.warnings()).extracting(Problem::message).hasSize(said.size());
        for (int i = 0; i < said.size(); i++) {
            assertThat(policy.warnings().get(i).message()).endsWith(said.get(i));
        }
    }

    private static Policy read(String block) throws InvalidDocument {
        var head = block.startsWith("tollhouse:") ? "" : "tollhouse: v1\npolicy: reference\n";
        var utf8 = (head + block).getBytes(StandardCharsets.UTF_8);
        return block.contains("\nmaximum:")
                ? PolicyCodec.parseMaximum(utf8, "policy.md", FILES)
                : PolicyCodec.parse(utf8, "policy.md", FILES);
    }

    @Test
    void theReferenceHasBlocks() throws IOException {
        assertThat(blocks()).hasSizeGreaterThan(3);
    }

    private static List<String[]> rows(String heading) throws IOException {
        var lines = Files.readString(REFERENCE).lines().toList();
        int start = lines.indexOf(heading) + 2;
        return lines.subList(start, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(1).split(" *\\| *", -1))
                .toList();
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void theTableOfPatternsIsTrue() throws IOException {
        var rows = rows("| pattern | matches | does not match |");
        assertThat(rows).hasSizeGreaterThan(8);
        for (var row : rows) {
            var pattern = quoted(row[0]).get(0);
            var matcher = Policies.matcher("rules: [{id: r, to: [\"" + pattern + "\"], action: allow}]");
            for (var host : quoted(row[1])) {
                assertThat(allows(matcher, host))
                        .as("%s matches %s", pattern, host)
                        .isTrue();
            }
            for (var host : quoted(row[2])) {
                assertThat(allows(matcher, host))
                        .as("%s matches %s", pattern, host)
                        .isFalse();
            }
        }
    }

    private static boolean allows(Matcher matcher, String host) {
        return matcher.judgeName(Policies.connect("a", host + ":443")).letsThrough();
    }

    @Test
    void theTableOfWhatIsNoPatternIsTrue() throws IOException {
        var rows = rows("| written | answer |");
        assertThat(rows).hasSizeGreaterThan(10);
        for (var row : rows) {
            var written = quoted(row[0]).get(0);
            assertThatThrownBy(() -> HostPattern.parse(written)).as(written).hasMessage(row[1].strip());
        }
    }
}
