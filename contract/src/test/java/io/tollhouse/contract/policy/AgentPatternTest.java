package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentPatternTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "a, a, true",
        "a, A, false",
        "a, ab, false",
        "*, '', true",
        "*, anything, true",
        "research-*, research-1, true",
        "research-*, research-, true",
        "research-*, research, false",
        "research-*, xresearch-1, false",
        "*-prod, a-prod-prod, true",
        "*-prod, a-prod-1, false",
        "a*b*c, abc, true",
        "a*b*c, aXbYbZc, true",
        "a*b*c, acb, false",
        "a**c, ac, true",
        "***, x, true",
    })
    void aStarStandsForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(new AgentPattern(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "a, a, true",
        "a, b, false",
        "a*, *b, true",
        "a*, b*, false",
        "*a, *b, false",
        "a*c, ab*, true",
        "a*c, abd, false",
        "*x*, y, false",
        "*, '', true",
        "ab*, a*bc, true",
    })
    void twoPatternsOverlapWhenOneNameMatchesBoth(String one, String other, boolean overlap) {
        assertThat(new AgentPattern(one).overlaps(new AgentPattern(other))).isEqualTo(overlap);
        assertThat(new AgentPattern(other).overlaps(new AgentPattern(one))).isEqualTo(overlap);
    }

    @Test
    void whatANameShowsToOverlapDoes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var one = new AgentPattern(text(random, "ab*"));
            var other = new AgentPattern(text(random, "ab*"));
            var name = text(random, "ab");
            if (one.matches(name) && other.matches(name)) {
                assertThat(one.overlaps(other))
                        .as("%s %s %s, seed %d", one, other, name, seed)
                        .isTrue();
            }
            assertThat(one.matches(name))
                    .as("%s %s, seed %d", one, name, seed)
                    .isEqualTo(name.matches(one.text().replace("*", ".*")));
        }
    }

    private static String text(Random random, String alphabet) {
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
