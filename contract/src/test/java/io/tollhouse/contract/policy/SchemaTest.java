package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors says what the reader says. */
class SchemaTest {

    private static final Path ROOT = Path.of("..");
    private static final JsonNode DOCUMENT = document();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(DOCUMENT);

    /** Where the schema has what the reader knows as this kind of map. */
    private static final Map<String, String> PLACES = Map.of(
            "", "",
            "default", "/$defs/default",
            "agents", "/$defs/agent",
            "lists", "/$defs/file",
            "rules", "/$defs/rule",
            "http", "/$defs/http",
            "headers", "/$defs/headers",
            "limits", "/$defs/limits",
            "tests", "/$defs/test");

    /** What stands before the key of such a map in the reference. */
    private static final Map<String, String> PREFIXES = Map.of(
            "", "",
            "default", "default.",
            "agents", "agents[].",
            "lists", "lists.NAME.",
            "rules", "rules[].",
            "http", "rules[].http.",
            "headers", "rules[].headers.",
            "limits", "rules[].limits.",
            "tests", "tests[].");

    private static JsonNode document() {
        try {
            return new ObjectMapper().readTree(Files.readString(ROOT.resolve("docs/policy.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyKeyOfTheReaderIsInTheSchemaAndNoOther() throws InvalidDocument {
        var read = PolicyCodec.vocabulary(Everything.TEXT.getBytes(StandardCharsets.UTF_8), Everything.FILES);
        var written = new TreeMap<String, Object>();
        PLACES.forEach((kind, place) -> {
            var names = new TreeSet<String>();
            DOCUMENT.at(place + "/properties").fieldNames().forEachRemaining(names::add);
            written.put(kind, names);
        });

        assertThat(new TreeMap<String, Object>(read)).isEqualTo(written);
    }

    @Test
    void everyKeyOfTheReaderIsInTheReference() throws InvalidDocument, IOException {
        var reference = Files.readString(ROOT.resolve("docs/policy.md"));
        var read = PolicyCodec.vocabulary(Everything.TEXT.getBytes(StandardCharsets.UTF_8), Everything.FILES);

        read.forEach((kind, keys) -> assertThat(keys)
                .allSatisfy(key -> assertThat(reference)
                        .containsPattern("\\| `" + Pattern.quote(PREFIXES.get(kind) + key) + "`( ¹)? \\|")));
    }

    @ParameterizedTest
    @EnumSource(DnsType.class)
    void everyTypeOfQuestionIsInTheSchema(DnsType type) {
        assertThat(DOCUMENT.at("/$defs/type/enum"))
                .anyMatch(name -> name.asText().equals(type.name()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/agents.yaml", "examples/containers.yaml", "examples/locked-down.yaml"})
    void theExamplesSatisfyIt(String file) throws Exception {
        assertThat(errors(Files.readString(ROOT.resolve(file)))).isEmpty();
    }

    @Test
    void everythingSatisfiesIt() throws InvalidDocument {
        assertThat(errors(Everything.TEXT)).isEmpty();
        assertThat(errors(PolicyWriter.write(Everything.policy()))).isEmpty();
        assertThat(errors("{tollhouse: v1, maximum: m}")).isEmpty();
    }

    /** What the reader takes, an editor does not underline. */
    @Test
    void whateverIsReadSatisfiesIt() throws InvalidDocument {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            var text = new RandomPolicy(random).text();
            assertThat(errors(text)).as("seed %d%n%s", seed, text).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{policy: p}",
                "{tollhouse: v1}",
                "{tollhouse: v1, policy: p, maximum: m}",
                "{tollhouse: v2, policy: p}",
                "{tollhouse: v1, policy: p, colour: red}",
                "{tollhouse: v1, policy: p, rules: [{id: r, to: [x.example]}]}",
                "{tollhouse: v1, policy: p, rules: [{id: r, to: [x.example], action: alow}]}",
                "{tollhouse: v1, policy: p, rules: [{id: r, to: [x.example], action: allow, ports: [0]}]}",
                "{tollhouse: v1, policy: p, rules: [{id: r, to: [x.example], action: allow, http: {method: GET}}]}",
                "{tollhouse: v1, policy: p, lists: {a: {files: x}}}",
            })
    void whatTheReaderRefusesForItsFormTheSchemaRefusesToo(String text) throws InvalidDocument {
        assertThat(errors(text)).isNotEmpty();
    }

    private static List<com.networknt.schema.Error> errors(String yaml) throws InvalidDocument {
        return SCHEMA.validate(json(YamlReader.read(yaml.getBytes(StandardCharsets.UTF_8), "s.yaml", 1 << 20)));
    }

    /** As an editor reads YAML: plain scalars have the types of YAML 1.2. */
    private static JsonNode json(Node node) {
        var json = JsonNodeFactory.instance;
        if (node instanceof Node.MapNode map) {
            var object = json.objectNode();
            map.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
            return object;
        }
        if (node instanceof Node.ListNode list) {
            var array = json.arrayNode();
            list.items().forEach(item -> array.add(json(item)));
            return array;
        }
        var scalar = (Node.Scalar) node;
        if (scalar.isNull()) {
            return json.nullNode();
        }
        if (scalar.plain() && scalar.text().matches("-?[0-9]{1,18}")) {
            return json.numberNode(Long.parseLong(scalar.text()));
        }
        boolean bool = scalar.plain() && scalar.text().matches("true|false");
        return bool ? json.booleanNode(scalar.text().equals("true")) : json.textNode(scalar.text());
    }
}
