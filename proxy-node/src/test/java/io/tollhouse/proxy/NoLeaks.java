package io.tollhouse.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.LeakPresenceDetector.ResourceScope;
import io.netty.util.ResourceLeakDetectorFactory;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a buffer, or another counted resource of Netty, unreleased. Looks after its {@code @AfterEach}. */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    private final Duration patience;
    private @Nullable ResourceScope scope;

    /** Event loops may have something to close yet. */
    public NoLeaks() {
        this(Duration.ofSeconds(5));
    }

    NoLeaks(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin(context.getDisplayName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end();
    }

    void begin(String name) {
        assertThat(ResourceLeakDetectorFactory.instance().newResourceLeakDetector(Object.class))
                .as("the leak detector of this JVM (-Dio.netty.customResourceLeakDetector)")
                .isInstanceOf(LeakScopes.class);
        scope = LeakScopes.enter(name);
    }

    void end() {
        LeakScopes.leave();
        var left = requireNonNull(scope);
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(patience)
                    .until(() -> !left.hasOpenResources());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("something was not released", e);
        }
    }
}
