package io.tollhouse.process.health;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong, part by part. Each change is logged once and told to whoever listens. Safe from any thread. */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Map<String, Reason> reasons = new ConcurrentSkipListMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** How much it matters. */
    public enum Level {
        /** It serves, but somebody should look. */
        DEGRADED,
        /** It cannot serve as it should: no traffic should be sent to it. */
        RED
    }

    /**
     * Something that is wrong.
     *
     * @param part of the process, one word
     * @param text a sentence, with what mends it; without secrets
     */
    public record Reason(String part, Level level, String text) {
        @Override
        public String toString() {
            return part + ": " + text;
        }
    }

    /** Where one part says how it is. A part that never spoke is fine. */
    public final class Part {
        private final String name;

        private Part(String name) {
            this.name = name;
        }

        public void fine() {
            if (reasons.remove(name) != null) {
                LOG.info("{} is fine again", name);
                tell();
            }
        }

        public void degraded(String why) {
            say(new Reason(name, Level.DEGRADED, why));
        }

        public void red(String why) {
            say(new Reason(name, Level.RED, why));
        }
    }

    public Part part(String name) {
        return new Part(name);
    }

    private void say(Reason reason) {
        if (!reason.equals(reasons.put(reason.part(), reason))) {
            LOG.warn("{}", reason);
            tell();
        }
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    /** Has this called, on the thread of whoever caused it, after each change. It must be quick. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Everything that is wrong now, by part. */
    public List<Reason> reasons() {
        return List.copyOf(reasons.values());
    }

    /** Whether traffic should be sent here. */
    public boolean isReady() {
        return reasons.values().stream().noneMatch(reason -> reason.level() == Level.RED);
    }
}
