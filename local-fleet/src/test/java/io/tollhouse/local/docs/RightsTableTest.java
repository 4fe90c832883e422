package io.tollhouse.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Rights;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Operators grant what the documents show: it must be what processes need. */
class RightsTableTest {
    private static String rows(Rights.Role role) {
        var rows = Rights.of(role).stream().map(RightsTableTest::row).collect(Collectors.joining());
        return "| " + role.label() + rows.substring(1);
    }

    private static String row(Right right) {
        var operations = right.operations().stream()
                .map(operation -> "`" + operation + "`")
                .collect(Collectors.joining(", "));
        return "| | %s `%s` | %s |\n".formatted(right.resource().words(), right.name(), operations);
    }

    @Test
    void theTableOfRightsIsWhatTheProcessesNeed() throws Exception {
        var table = Stream.of(Rights.Role.values()).map(RightsTableTest::rows).collect(Collectors.joining());

        assertThat(Files.readString(Markdown.PROJECT.resolve("docs/operations.md")))
                .contains("| role | on | operations |\n|---|---|---|\n" + table + "\n");
    }
}
