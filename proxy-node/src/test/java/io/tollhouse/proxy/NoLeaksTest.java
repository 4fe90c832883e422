package io.tollhouse.proxy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NoLeaksTest {
    private final NoLeaks noLeaks = new NoLeaks(Duration.ofMillis(50));

    @Test
    void aBufferThatIsNotReleasedIsFound() {
        noLeaks.begin("leaks");
        var buffer = ByteBufAllocator.DEFAULT.buffer(16);

        assertThatThrownBy(noLeaks::end).isInstanceOf(AssertionError.class).hasMessageContaining("not released");

        buffer.release();
        noLeaks.end();
    }
}
