package io.tollhouse.cli.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * A document that is sent, with the list files that it names.
 *
 * @param label what messages call it
 * @param files where they are, by the name that the document gives them
 * @param progress is told how many bytes of them have gone out
 */
public record Document(byte[] text, String label, Map<String, Path> files, LongConsumer progress) {
    private static final String END = "\r\n";
    private static final int BLOCK = 64 * 1024;

    /** One without list files. */
    public static Document of(byte[] text, String label) {
        return new Document(text, label, Map.of(), done -> {});
    }

    /** How it goes over HTTP. */
    record Sent(Body body, Map<String, String> headers) {}

    /** As it is where it names no files, else as a form (RFC 7578). */
    Sent sent() {
        if (files.isEmpty()) {
            return new Sent(Body.of(text), isPlain(label) ? Map.of("X-Tollhouse-File", label) : Map.of());
        }
        var boundary = "tollhouse-" + UUID.randomUUID();
        return new Sent(new Form(boundary), Map.of("Content-Type", "multipart/form-data; boundary=" + boundary));
    }

    /** A header holds no more, and what is quoted in one still less. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
    }

    private final class Form implements Body {
        private final byte[] policy;
        private final Map<Path, byte[]> heads = new LinkedHashMap<>();
        private final byte[] end;

        Form(String boundary) {
            var name = isPlain(label) ? label : "policy";
            policy = head("--" + boundary, "policy", name);
            files.forEach((file, path) -> heads.put(path, head(END + "--" + boundary, "list", file)));
            end = (END + "--" + boundary + "--" + END).getBytes(StandardCharsets.UTF_8);
        }

        private static byte[] head(String boundary, String name, String file) {
            var text = boundary + END + "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file
                    + "\"" + END + "Content-Type: application/octet-stream" + END + END;
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public long length() throws IOException {
            long length = (long) policy.length + text.length + end.length;
            for (var part : heads.entrySet()) {
                length += part.getValue().length + Files.size(part.getKey());
            }
            return length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(policy);
            out.write(text);
            long done = 0;
            for (var part : heads.entrySet()) {
                out.write(part.getValue());
                try (var in = Files.newInputStream(part.getKey())) {
                    var block = new byte[BLOCK];
                    for (int read = in.read(block); read >= 0; read = in.read(block)) {
                        out.write(block, 0, read);
                        done += read;
                        progress.accept(done);
                    }
                }
            }
            out.write(end);
        }
    }
}
