package io.tollhouse.local.process;

import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param command the program and its arguments
 * @param environment all of it; nothing else is inherited
 * @param input what it reads first on its standard input, which then stays open
 */
public record Launch(List<String> command, Map<String, String> environment, byte[] input) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        input = input.clone();
    }

    /** With our own environment, and nothing to read. */
    public static Launch of(List<String> command) {
        return new Launch(command, System.getenv(), new byte[0]);
    }

    @Override
    public byte[] input() {
        return input.clone();
    }
}
