package io.tollhouse.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCacheTest {
    private static final Resolver.Answer ANSWER = new Resolver.Answer(List.of(IpAddress.v4(1)), List.of());

    private long now = Long.MAX_VALUE - 5; // nanoTime may start anywhere, and overflow
    private final AnswerCache cache = new AnswerCache(2, () -> now);

    @ParameterizedTest(name = "a TTL of {0} s holds for {1} ms")
    @CsvSource({"1, 1000", "60, 60000", "300, 300000", "301, 300000", "4294967295, 300000"})
    void anAnswerHoldsAsLongAsItsServerSaidWithinBounds(long ttl, long millis) throws MalformedHost {
        cache.keep(name("a"), ANSWER, ttl);

        now += TimeUnit.MILLISECONDS.toNanos(millis) - 1;
        assertThat(cache.answer(name("a"))).isEqualTo(ANSWER);
        now += 1;
        assertThat(cache.answer(name("a"))).isNull();
    }

    @Test
    void anAnswerForThisOnceIsNotKept() throws MalformedHost {
        cache.keep(name("a"), ANSWER, 0);

        assertThat(cache.answer(name("a"))).isNull();
    }

    @Test
    void aFailureHoldsForAMomentAndIsNoAnswer() throws MalformedHost {
        var failure = new Unresolved("the name does not exist", false);
        cache.keep(name("a"), failure);

        assertThat(cache.answer(name("a"))).isNull();
        assertThat(cache.failure(name("a"))).isSameAs(failure);
        now += TimeUnit.SECONDS.toNanos(2);
        assertThat(cache.failure(name("a"))).isNull();
    }

    @Test
    void theLeastUsedNameMakesRoom() throws MalformedHost {
        cache.keep(name("a"), ANSWER, 60);
        cache.keep(name("b"), ANSWER, 60);
        cache.answer(name("a"));
        cache.keep(name("c"), ANSWER, 60);

        assertThat(cache.answer(name("a"))).isNotNull();
        assertThat(cache.answer(name("b"))).isNull();
        assertThat(cache.answer(name("c"))).isNotNull();
    }

    private static Host name(String name) throws MalformedHost {
        return Host.parse(name);
    }
}
