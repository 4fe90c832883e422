package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.ListNames;
import io.tollhouse.contract.yaml.Words;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document that somebody sends: the body itself, or a form of {@code multipart/form-data} with the document as {@code policy} and
 * each list file that it names as {@code list}, under the name that it is named by.
 *
 * @param label what messages call the document
 * @param files by the name that the document gives them
 */
record Upload(byte[] text, String label, Map<String, ListFile> files) {
    /** More than the language's own limit, so that a document above that one is told what the limit is. */
    static final int MAX_TEXT = 256 * 1024;

    /** The largest body: as much as list files may have that together have the most entries. */
    static final long MAX_BODY = 2L * ListFile.MAX_BYTES + (1 << 20);

    private static final int MAX_FILES = 64;
    private static final String POLICY = "policy";
    private static final String LIST = "list";

    /** Reads all of it. */
    static Upload read(Context ctx) throws Failure, IOException {
        var type = ctx.contentType();
        return type != null && type.startsWith("multipart/form-data") ? form(ctx) : plain(ctx);
    }

    private static Upload plain(Context ctx) throws Failure, IOException {
        var file = ctx.header("X-Tollhouse-File");
        var label = file == null || file.isBlank() ? POLICY : Words.shorten(file);
        return new Upload(text(ctx.bodyInputStream().readNBytes(MAX_TEXT + 1)), label, Map.of());
    }

    private static byte[] text(byte[] read) throws Failure {
        if (read.length > MAX_TEXT) {
            throw Failure.of(413, "the document is larger than " + MAX_TEXT + " bytes");
        }
        return read;
    }

    private static Upload form(Context ctx) throws Failure, IOException {
        var parts = parts(ctx);
        for (var name : parts.keySet()) {
            if (!name.equals(POLICY) && !name.equals(LIST)) {
                throw Failure.of(
                        400, "the part '" + Words.shorten(name) + "' is not known here; known are policy and list");
            }
        }
        var policies = parts.getOrDefault(POLICY, List.of());
        if (policies.size() != 1) {
            throw Failure.of(400, "one part must be the document, with the name policy and the name of its file");
        }
        var policy = policies.get(0);
        var label = policy.filename().isBlank() ? POLICY : Words.shorten(policy.filename());
        byte[] text;
        try (var content = policy.content()) {
            text = text(content.readNBytes(MAX_TEXT + 1));
        }
        return new Upload(text, label, files(text, label, parts.getOrDefault(LIST, List.of())));
    }

    /** What Jetty cannot read as a form, or finds too large, it says by exceptions of many kinds, declared or not. */
    private static Map<String, List<UploadedFile>> parts(Context ctx) throws Failure {
        try {
            return ctx.uploadedFileMap();
        } catch (Exception e) {
            throw isTooLarge(e)
                    ? Failure.of(
                            413,
                            "a file may have " + (ListFile.MAX_BYTES >> 20) + " MiB, and all together "
                                    + (MAX_BODY >> 20) + " MiB")
                    : Failure.of(400, "the body cannot be read as multipart/form-data; see RFC 7578");
        }
    }

    private static boolean isTooLarge(Throwable thrown) {
        for (var e = thrown; e != null; e = e.getCause()) {
            if (String.valueOf(e.getMessage()).contains("exceeded")) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, ListFile> files(byte[] text, String label, List<UploadedFile> parts)
            throws Failure, IOException {
        if (parts.size() > MAX_FILES) {
            throw Failure.of(400, "there are " + parts.size() + " list files, and may be " + MAX_FILES);
        }
        var named = ListNames.of(text, label).keySet();
        var files = new LinkedHashMap<String, ListFile>();
        for (var part : parts) {
            var name = part.filename();
            if (!named.contains(name)) {
                throw Failure.of(400, "no list of the document names the file '" + Words.shorten(name) + "'");
            }
            if (files.containsKey(name)) {
                throw Failure.of(400, "the file '" + name + "' stands there twice");
            }
            try (var content = part.content()) {
                files.put(name, ListFile.read(content.readNBytes(ListFile.MAX_BYTES + 1), name));
            }
        }
        return files;
    }
}
