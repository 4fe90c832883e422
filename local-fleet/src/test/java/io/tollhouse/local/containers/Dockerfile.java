package io.tollhouse.local.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code Dockerfile} as its stages, each with its instructions in their order. */
record Dockerfile(Map<String, Stage> stages) {

    /**
     * One stage.
     *
     * @param base an image, or the stage that it goes on from
     */
    record Stage(String name, String base, List<Instruction> instructions) {
        List<String> all(String word) {
            return instructions.stream()
                    .filter(instruction -> instruction.word.equals(word))
                    .map(Instruction::rest)
                    .toList();
        }
    }

    /** One line. */
    record Instruction(String word, String rest) {}

    static Dockerfile read(Path file) throws IOException {
        var stages = new LinkedHashMap<String, Stage>();
        List<Instruction> current = new ArrayList<>();
        for (var line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var words = line.split(" ", 2);
            if (words[0].equals("FROM")) {
                var from = words[1].split(" AS ", 2);
                current = new ArrayList<>();
                stages.put(from[1], new Stage(from[1], from[0], current));
            } else {
                current.add(new Instruction(words[0], words[1]));
            }
        }
        return new Dockerfile(stages);
    }

    Stage stage(String name) {
        return Optional.ofNullable(stages.get(name)).orElseThrow();
    }

    /** Who it runs as: the last word of the stage, or of those below it. */
    String user(String name) {
        var stage = stage(name);
        var users = stage.all("USER");
        return users.isEmpty() ? user(stage.base()) : users.get(users.size() - 1);
    }
}
