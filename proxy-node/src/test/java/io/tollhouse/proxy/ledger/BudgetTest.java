package io.tollhouse.proxy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
    private final Lanes lanes = new Lanes();
    private final Budget budget = new Budget(1_600, lanes);

    /** By agents who have less than a tenth each. */
    private void fill(int sixteenths) {
        for (int i = 0; i < sixteenths; i++) {
            budget.add(i + 1, 100);
        }
    }

    @ParameterizedTest(name = "{0} of 16 parts: {1} fits = {2}")
    @CsvSource({
        "11, REFUSAL,   true",
        "12, REFUSAL,   false",
        "14, LOOKUP,    true",
        "14, ADMISSION, true",
        "15, LOOKUP,    false",
        "15, ADMISSION, false",
        "16, OUTCOME,   true",
        "16, PROGRESS,  true",
        "16, STREAM,    true",
    })
    void refusalsStopFirstAndWhatIsOwedNever(int sixteenths, Stage stage, boolean fits) {
        fill(sixteenths);

        assertThat(budget.objection(stage, 99) == null).isEqualTo(fits);
    }

    @Test
    void aFullLedgerIsFullUntilItIsBelowTheLowMark() {
        fill(15);
        assertThat(budget.objection(Stage.ADMISSION, 99)).isEqualTo("the ledger is full");

        budget.release(1, 100);
        assertThat(budget.isFull()).isTrue();
        budget.release(2, 100);
        assertThat(budget.isFull()).isFalse();
        budget.add(3, 100);
        assertThat(budget.objection(Stage.ADMISSION, 99)).isNull();
    }

    @ParameterizedTest(name = "{0} bytes of one agent: {1} fits = {2}")
    @CsvSource({
        "159, REFUSAL,   true",
        "160, REFUSAL,   false",
        "159, ADMISSION, true",
        "160, ADMISSION, false",
        "160, LOOKUP,    false",
        "900, OUTCOME,   true",
    })
    void noAgentTakesMoreThanATenth(int bytes, Stage stage, boolean fits) {
        int lane = lanes.of("greedy");
        budget.add(lane, bytes);

        assertThat(budget.objection(stage, lane) == null).isEqualTo(fits);
        assertThat(budget.objection(Stage.REFUSAL, lane + 1)).isNull();
    }

    @Test
    void whatIsReleasedCanBeUsedAgain() {
        int lane = lanes.of("greedy");
        budget.add(lane, 200);
        budget.release(lane, 200);

        assertThat(budget.objection(Stage.REFUSAL, lane)).isNull();
        assertThat(budget.used()).isZero();
    }

    @Test
    void whoeverHasNotSaidWhoItIsHasALaneOfItsOwn() {
        assertThat(lanes.of(null)).isEqualTo(Lanes.NOBODY);
        for (int i = 0; i < 10_000; i++) {
            assertThat(lanes.of("agent-" + i)).isBetween(1, 4_095);
        }
    }
}
