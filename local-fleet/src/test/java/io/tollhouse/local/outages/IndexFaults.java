package io.tollhouse.local.outages;

import static org.awaitility.Awaitility.await;

import io.tollhouse.local.outages.ElasticRelay.Trouble;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Elasticsearch does. */
interface IndexFaults extends Faults {
    @Test
    default void elasticsearchIsKilled() throws Exception {
        scenarios().holds("4-elasticsearch-killed", load -> {
            fleet().elasticsearch().kill();
            try {
                Scenarios.away();
            } finally {
                fleet().elasticsearch().startAgain();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TOO_MANY", "TOO_LARGE", "UNANSWERED", "CUT"})
    default void elasticsearchAnswersBadly(Trouble trouble) throws Exception {
        scenarios().holds("5-" + trouble.name().toLowerCase(Locale.ROOT), load -> {
            relay().make(trouble);
            try {
                await().atMost(Scenarios.SOON).until(() -> relay().troubled() > 2);
            } finally {
                relay().make(Trouble.NONE);
            }
        });
    }
}
