package io.tollhouse.cli;

import io.tollhouse.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One call of the command line, and how it went. */
record Call(int code, byte[] outBytes, String out, String err) {

    /** Without an environment, with nothing on standard input, and with the local fleet of that folder. */
    static Call in(Path fleet, String... args) {
        return with("", Map.of(), fleet, args);
    }

    static Call with(String input, Map<String, String> environment, Path fleet, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var session = new Session(
                Console.of(out, err),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                environment,
                List.of(fleet));
        int code = Tollhouse.run(session, args);
        return new Call(
                code, out.toByteArray(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
