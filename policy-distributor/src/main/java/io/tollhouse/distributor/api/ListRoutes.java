package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.tollhouse.contract.policy.HostEntries;
import io.tollhouse.contract.policy.HostEntries.Shape;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PublishedLists;
import io.tollhouse.distributor.policy.Texts;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/**
 * The hosts of list files.
 *
 * @param following keeps what {@code texts} finds up to date
 */
record ListRoutes(Texts texts, Reading following, PublishedLists lists) {

    List<Route> routes() {
        return List.of(Route.get("/v1/policy/revisions/{revision}/list", Access.READER, this::hosts));
    }

    private void hosts(Context ctx) throws Failure, KafkaTrouble, InterruptedException, IOException {
        var parameters = Parameters.of(ctx, "path");
        long revision = parameters.revision();
        var path = parameters.requiredText("path");
        following.requireFresh();
        var found = texts.find(revision)
                .orElseThrow(() -> Failure.of(404, "revision " + revision + " is not in the history"));
        var part = found.lists().get(path);
        if (part == null) {
            var there = new TreeSet<>(found.lists().keySet());
            throw Failure.of(
                    404,
                    "revision " + revision + " has no list file of this path; "
                            + (there.isEmpty() ? "it has none" : "it has " + String.join(", ", there)));
        }
        var file = lists.file(path, part);
        ctx.status(200).contentType("text/plain; charset=utf-8");
        try (var out = new BufferedOutputStream(ctx.outputStream(), 1 << 16)) {
            file.entries().visit(new Lines(out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Writes hosts, one a line. */
    private record Lines(OutputStream out) implements HostEntries.Visitor {
        @Override
        public void name(Shape shape, byte[] text, int from, int to) {
            write(shape.prefix().getBytes(StandardCharsets.US_ASCII), text, from, to);
        }

        @Override
        public void other(HostPattern pattern) {
            var text = pattern.text().getBytes(StandardCharsets.US_ASCII);
            write(new byte[0], text, 0, text.length);
        }

        private void write(byte[] prefix, byte[] text, int from, int to) {
            try {
                out.write(prefix);
                out.write(text, from, to - from);
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
