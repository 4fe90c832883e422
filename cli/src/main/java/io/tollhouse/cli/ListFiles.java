package io.tollhouse.cli;

import io.tollhouse.contract.policy.HostEntries;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.ListNames;
import io.tollhouse.contract.policy.Place;
import io.tollhouse.contract.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that the lists of a document name, as they stand beside it.
 *
 * @param paths where they are, by the name that the document gives them
 * @param read what they hold; one that cannot be read holds nothing and the problem, at the place that names it
 */
record ListFiles(Map<String, Path> paths, Map<String, ListFile> read) {

    /** Reads all of them. */
    static ListFiles of(PolicyFile file) {
        var paths = new LinkedHashMap<String, Path>();
        var read = new LinkedHashMap<String, ListFile>();
        ListNames.of(file.bytes(), file.label()).forEach((name, at) -> {
            var path = file.folder().resolve(name);
            paths.put(name, path);
            read.put(name, read(path, file.label(), at));
        });
        return new ListFiles(paths, read);
    }

    private static ListFile read(Path path, String document, Place at) {
        try (var in = Files.newInputStream(path)) {
            return ListFile.read(in.readNBytes(ListFile.MAX_BYTES + 1), path.toString());
        } catch (NoSuchFileException e) {
            return unread(path, at.problem(document, "names " + path + ", and there is no such file"));
        } catch (IOException e) {
            return unread(
                    path, at.problem(document, "names " + path + ", which cannot be read (" + e.getMessage() + ")"));
        }
    }

    private static ListFile unread(Path path, Problem why) {
        return new ListFile(path.toString(), HostEntries.of(List.of()), List.of(why));
    }

    /** Everything that is wrong with them. */
    List<Problem> problems() {
        return read.values().stream().flatMap(file -> file.problems().stream()).toList();
    }
}
