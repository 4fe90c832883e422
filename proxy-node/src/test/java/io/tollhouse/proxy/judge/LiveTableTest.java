package io.tollhouse.proxy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.ImmediateEventExecutor;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.policy.PolicyCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in flight is judged request by request, whatever becomes of the others. */
class LiveTableTest {
    private final LiveRequests live = new LiveRequests();
    private final LiveTable table = live.tableOf(ImmediateEventExecutor.INSTANCE);
    private final List<String> story = new ArrayList<>();

    /** What becomes of a request that is judged again. */
    enum Then {
        STAYS,
        IS_CUT,
        CANNOT_BE_JUDGED,
        CANNOT_BE_ENDED
    }

    private final class Tunnel implements LiveTable.Live {
        @Override
        public void progress(Progress.Terms terms) {
            // has none
        }

        private final Then then;

        private Tunnel(Then then) {
            this.then = then;
        }

        @Override
        public boolean isTunnel() {
            return true;
        }

        @Override
        public boolean rejudge(Matcher matcher) {
            story.add("judged " + then);
            if (then == Then.CANNOT_BE_JUDGED || then == Then.CANNOT_BE_ENDED) {
                throw new IllegalStateException("on purpose");
            }
            return then == Then.IS_CUT;
        }

        @Override
        public void stop(String why) {
            story.add("ended: " + why);
            if (then == Then.CANNOT_BE_ENDED) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    private CompletableFuture<Long> rejudge(Then... requests) throws Exception {
        for (var then : requests) {
            table.enter(new Tunnel(then));
        }
        var text = "tollhouse: v1\npolicy: test\nrules: []\n";
        var policy = PolicyCodec.parse(text.getBytes(StandardCharsets.UTF_8), "policy");
        return live.rejudge(Matcher.compile(policy, 1, "hash", Surroundings.none()))
                .toCompletableFuture();
    }

    @Test
    void oneThatCannotBeJudgedIsEndedAndCountedAndTheNextIsJudgedAllTheSame() throws Exception {
        var done = rejudge(Then.STAYS, Then.CANNOT_BE_JUDGED, Then.IS_CUT);

        assertThat(story)
                .containsExactly(
                        "judged STAYS",
                        "judged CANNOT_BE_JUDGED",
                        "ended: it could not be judged by what is in force now",
                        "judged IS_CUT");
        assertThat(live.tunnelsCut()).isEqualTo(2);
        assertThat(done).isCompletedWithValue(2L);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"STAYS, true", "IS_CUT, true", "CANNOT_BE_JUDGED, true", "CANNOT_BE_ENDED, false"})
    void everythingWasJudgedUnlessOneCanBeNeitherJudgedNorEnded(Then first, boolean isDone) throws Exception {
        var done = rejudge(first, Then.IS_CUT);

        assertThat(done.isCompletedExceptionally()).isEqualTo(!isDone);
        assertThat(story).endsWith("judged IS_CUT");
    }
}
