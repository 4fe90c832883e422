package io.tollhouse.local.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tollhouse.consumer.ConsumerSettings;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.PolicyTests;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.DistributorSettings;
import io.tollhouse.distributor.tokens.Tokens;
import io.tollhouse.local.docs.Markdown.Block;
import io.tollhouse.proxy.NodeSettings;
import io.tollhouse.proxy.identity.AgentsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every YAML block of every document is read by the parser of what it shows. Its first key says what that is; settings say
 * it by a first line {@code # node.yaml}, {@code # distributor.yaml} or {@code # consumer.yaml}.
 */
class YamlBlocksTest {
    private static final String YAML = "yaml";

    /** Of fences; one that is mistyped would let a block pass unread. */
    private static final Set<String> LANGUAGES = Set.of("", YAML, "sh", "java");

    /** What stands for a hash in a document. */
    private static final Pattern HEX = Pattern.compile("<hex[^>]*>");

    private static final Map<String, Reader> BY_BEGINNING = Map.of(
            "tollhouse:", YamlBlocksTest::policy,
            "rules:", block -> policy("tollhouse: v1\npolicy: fragment\n" + block),
            "tokens:",
                    block -> assertThat(Tokens.parse(bytes(block), "block").size())
                            .isPositive(),
            "agents:", block -> AgentsFile.parse(bytes(block), "block"),
            "# node.yaml", block -> settings(Part.NODE, block, s -> NodeSettings.read(s, () -> "node-1")),
            "# distributor.yaml", block -> settings(Part.DISTRIBUTOR, block, DistributorSettings::read),
            "# consumer.yaml", block -> settings(Part.CONSUMER, block, ConsumerSettings::read));

    /** Files that lists of the documents name. */
    private static final Map<String, ListFile> LISTS =
            Map.of("lists/malware.txt", ListFile.read(bytes("x.example"), "malware.txt"));

    @TempDir
    static Path folder;

    /** Throws what the parser has to say of a block. */
    private interface Reader {
        void read(String block) throws InvalidDocument, InvalidSettings, IOException;
    }

    static List<Block> blocks() throws IOException {
        var blocks = new ArrayList<Block>();
        for (var document : Markdown.all()) {
            blocks.addAll(Markdown.read(document).blocks());
        }
        return blocks;
    }

    static List<Block> yaml() throws IOException {
        return blocks().stream().filter(block -> block.language().equals(YAML)).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("yaml")
    void everyBlockIsWhatItLooksLike(Block block) {
        var first = block.lines().get(0);
        var reader = BY_BEGINNING.entrySet().stream()
                .filter(kind -> first.startsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();

        assertThat(reader)
                .as("%s: what shows a block that begins '%s'", block.place(), first)
                .isPresent();
        var text = HEX.matcher(block.text()).replaceAll("0".repeat(64));
        assertThatCode(() -> reader.get().read(text)).as(block.place()).doesNotThrowAnyException();
    }

    @Test
    void everyFenceNamesALanguageThatIsKnown() throws IOException {
        assertThat(blocks()).allSatisfy(block -> assertThat(block.language()).isIn(LANGUAGES));
    }

    @Test
    void theDocumentsWereFound() throws IOException {
        assertThat(Markdown.all())
                .extracting(document -> Markdown.PROJECT.relativize(document).toString())
                .contains("README.md", "docs/policy.md", "docs/operations.md", "policy-distributor/README.md");
        assertThat(yaml()).hasSizeGreaterThan(5);
    }

    private static void policy(String block) throws InvalidDocument {
        var policy = block.contains("\nmaximum:")
                ? PolicyCodec.parseMaximum(bytes(block), "block", LISTS)
                : PolicyCodec.parse(bytes(block), "block", LISTS);
        var matcher = Matcher.compile(policy, 1, "", Surroundings.none());
        assertThat(PolicyTests.run(matcher, policy)).allMatch(PolicyTests.Result::passed);
    }

    private static <T> void settings(Part part, String block, Function<Settings, T> build)
            throws IOException, InvalidSettings {
        var file = Files.writeString(folder.resolve("block.yaml"), block);
        Settings.load(part, ProcessArguments.parse("--settings=" + file), Map.of(), build);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
