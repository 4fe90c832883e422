package io.tollhouse.contract.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes what happened to the entries of a folder survive the power. */
public final class DurableFolder {
    private DurableFolder() {}

    /** Without this a file that was just made, moved or removed may be as before after a power loss. */
    public static void sync(Path file) throws IOException {
        var folder = file.getParent();
        if (folder != null) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
