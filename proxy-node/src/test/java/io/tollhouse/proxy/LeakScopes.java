package io.tollhouse.proxy;

import io.netty.util.LeakPresenceDetector;

/**
 * Counts Netty's resources for each test by itself, so that one test's leak is not another's. The build makes it Netty's leak
 * detector; {@link NoLeaks} uses it.
 */
public final class LeakScopes<T> extends LeakPresenceDetector<T> {
    private static final ResourceScope OUTSIDE = new ResourceScope("outside of tests that look for leaks");
    private static volatile ResourceScope current = OUTSIDE;

    /** As Netty calls it, by reflection. */
    public LeakScopes(Class<?> resource, int samplingInterval) {
        super(resource);
    }

    /** As Netty calls it, by reflection. */
    public LeakScopes(Class<?> resource, int samplingInterval, long maxActive) {
        super(resource);
    }

    static ResourceScope enter(String name) {
        current = new ResourceScope(name);
        return current;
    }

    static void leave() {
        current = OUTSIDE;
    }

    @Override
    protected ResourceScope currentScope() {
        return current;
    }
}
