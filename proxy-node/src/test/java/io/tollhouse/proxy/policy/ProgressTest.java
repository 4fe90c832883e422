package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Up to where a node may say that it has acted. */
class ProgressTest {

    /** Reads {@code last} or {@code policy-last}; {@code take}s what waits; is {@code done} with it. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "an empty topic, -1, -1",
        "nothing that must be compiled, 4, 4",
        "a policy that waits, 2-2, none",
        "a policy that is compiled, 2-2 take, none none",
        "a policy in force, 2-2 take done, none none 2",
        "the last of several in force, 0-7 take done, none none 7",
        "one comes during a compilation, 2-2 take 5-6 done, none none none 4",
        "and counts when it is in force, 2-2 take 5-6 done take done, none none none 4 4 6",
        "something else comes during a compilation, 2-2 take 3 done, none none none 3",
        "something else stands before one that waits, 1 3-4, 1 2",
        "what was refused is looked at again, 2-2 take done take done, none none 2 2 2",
        "one comes while that is looked at, 2-2 take done take 3-3 done, none none 2 2 2 2",
        "the topic is read again from its start, 2-9 take done 2-9 take done, none none 9 9 9 9",
    })
    void itNeverPassesAPolicyThatWaitsAndNeverGoesBack(String what, String steps, String said) {
        var progress = new Progress();
        var acted = new ArrayList<String>();
        for (var step : List.of(steps.split(" "))) {
            step(progress, step);
            acted.add(
                    progress.acted().isPresent()
                            ? String.valueOf(progress.acted().getAsLong())
                            : "none");
        }
        assertThat(String.join(" ", acted)).as(what).isEqualTo(said);
    }

    private static void step(Progress progress, String step) {
        switch (step) {
            case "take" -> progress.taken();
            case "done" -> progress.decided();
            default -> {
                int dash = step.indexOf('-', 1);
                long last = Long.parseLong(step.substring(dash + 1));
                progress.read(last, dash < 0 ? Batch.NONE : Long.parseLong(step.substring(0, dash)));
            }
        }
    }
}
