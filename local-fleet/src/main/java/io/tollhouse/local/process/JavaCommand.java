package io.tollhouse.local.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line of a JVM like ours.
 *
 * @param flags of the JVM
 * @param classPath jars only and in a fixed order, since class-data archives hold for exactly one class path
 */
public record JavaCommand(List<String> flags, List<Path> classPath, String main, List<String> arguments) {
    public JavaCommand {
        flags = List.copyOf(flags);
        classPath = List.copyOf(classPath);
        arguments = List.copyOf(arguments);
    }

    /** The program that runs us. */
    public static Path program() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public List<String> words() {
        var words = new ArrayList<String>();
        words.add(program().toString());
        words.addAll(flags);
        words.add("-cp");
        words.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        words.add(main);
        words.addAll(arguments);
        return List.copyOf(words);
    }
}
