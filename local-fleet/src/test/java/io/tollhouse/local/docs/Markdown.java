package io.tollhouse.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A document of the project, as the blocks in it between fences. */
final class Markdown {
    /** Tests of this module run one folder below the project. */
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final String FENCE = "```";

    private final List<Block> blocks;

    private Markdown(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /**
     * What stands between two fences.
     *
     * @param place file and line of its first fence
     * @param heading under which it stands
     * @param language that its fence names; empty for none
     */
    record Block(String place, String heading, String language, List<String> lines) {
        Block {
            lines = List.copyOf(lines);
        }

        String text() {
            return String.join("\n", lines) + "\n";
        }

        @Override
        public String toString() {
            return place;
        }
    }

    static Markdown read(Path file) throws IOException {
        var blocks = new ArrayList<Block>();
        var heading = "";
        var lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.startsWith("#")) {
                heading = line.replaceFirst("^#+ ", "");
            } else if (line.strip().startsWith(FENCE)) {
                var indent = line.substring(0, line.indexOf(FENCE)); // in a list
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(indent + FENCE);
                var place = PROJECT.relativize(file) + ":" + (i + 1);
                assertThat(end).as("the end of the block at " + place).isGreaterThan(i);
                blocks.add(new Block(
                        place,
                        heading,
                        line.strip().substring(FENCE.length()),
                        dedented(lines.subList(i + 1, end), indent)));
                i = end;
            }
        }
        return new Markdown(blocks);
    }

    private static List<String> dedented(List<String> lines, String indent) {
        return lines.stream()
                .map(line -> line.startsWith(indent) ? line.substring(indent.length()) : line)
                .toList();
    }

    /** Every document that people read: of the project, of {@code docs}, of each module. */
    static List<Path> all() throws IOException {
        var documents = new ArrayList<Path>();
        for (var folder : List.of(PROJECT, PROJECT.resolve("docs"))) {
            documents.addAll(below(folder));
        }
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (var module : modules.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .toList()) {
                documents.addAll(below(module));
            }
        }
        return documents;
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    List<Block> blocks() {
        return blocks;
    }

    List<Block> under(String heading) {
        return blocks.stream().filter(block -> block.heading().equals(heading)).toList();
    }
}
