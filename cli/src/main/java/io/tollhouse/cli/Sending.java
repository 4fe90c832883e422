package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Document;
import io.tollhouse.cli.api.Published;
import io.tollhouse.cli.output.Progress;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;

/**
 * Sends a document with the list files that it names, once they are found to be right.
 *
 * @param session shows how far it has come
 */
record Sending(Session session) {

    /** What is sent to the distributor. */
    interface Call {
        Published send(Document document) throws ApiException, Failure;
    }

    Published send(PolicyFile file, Call call) throws ApiException, Failure, InvalidDocument {
        if (file.bytes().length > PolicyCodec.MAX_BYTES) {
            throw new Failure(
                    ExitCode.REFUSED, file.label() + " is larger than " + PolicyCodec.MAX_BYTES / 1024 + " KiB.");
        }
        var files = ListFiles.of(file);
        var problems = files.problems();
        if (!problems.isEmpty()) {
            throw new InvalidDocument(problems);
        }
        if (files.paths().isEmpty()) {
            return call.send(Document.of(file.bytes(), file.label()));
        }
        long total = files.paths().values().stream()
                .mapToLong(path -> path.toFile().length())
                .sum();
        try (var progress = Progress.alone(session.console(), System::nanoTime)) {
            return call.send(new Document(file.bytes(), file.label(), files.paths(), sent -> progress.at(sent, total)));
        }
    }
}
