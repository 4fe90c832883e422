package io.tollhouse.cli;

import io.tollhouse.cli.api.FakeDistributor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a fake distributor that the command line finds as it finds a local fleet. */
abstract class LocalFleetTest {
    @TempDir
    Path folder;

    final FakeDistributor distributor = FakeDistributor.start();

    @BeforeEach
    void theFleetIsThere() throws IOException {
        distributor.describeIn(folder);
    }

    @AfterEach
    void theFleetStops() {
        distributor.close();
    }

    final Call call(String... args) {
        return Call.in(folder, args);
    }
}
