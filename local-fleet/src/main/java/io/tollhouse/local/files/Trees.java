package io.tollhouse.local.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Whole trees at once. */
public final class Trees {
    private Trees() {}

    /** What is to be done with one file or folder. */
    @FunctionalInterface
    public interface Deed {
        void to(Path path) throws IOException;
    }

    /** Deletes a folder with all that is in it; nothing where it is not there. */
    public static void delete(Path folder) throws IOException {
        bottomUp(folder, Files::delete);
    }

    /** Does it to everything below a folder first, and to the folder last; nothing where it is not there. */
    public static void bottomUp(Path folder, Deed deed) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                deed.to(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                deed.to(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
