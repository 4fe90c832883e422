package io.tollhouse.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;

/** Prints documents as JSON or YAML. */
public final class Documents {
    private final Console console;
    private final ObjectWriter writer;

    private Documents(Console console, ObjectWriter writer) {
        this.console = console;
        this.writer = writer;
    }

    /** One document, indented. */
    public static Documents of(Console console, Format format) {
        return new Documents(console, format == Format.YAML ? yaml(false) : json());
    }

    /** Any number of documents in YAML, each behind {@code ---}. */
    public static Documents yamlSeries(Console console) {
        return new Documents(console, yaml(true));
    }

    private static ObjectWriter json() {
        var indented = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        return JsonMapper.builder().build().writer(indented);
    }

    private static ObjectWriter yaml(boolean marked) {
        var factory = YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .configure(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, marked)
                .build();
        return YAMLMapper.builder(factory).build().writer();
    }

    public void print(JsonNode document) {
        try {
            var text = writer.writeValueAsString(document).stripTrailing() + "\n";
            console.printBytes(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
