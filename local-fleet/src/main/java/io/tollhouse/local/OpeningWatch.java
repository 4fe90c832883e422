package io.tollhouse.local;

import io.tollhouse.local.opening.Opening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits, for as long as it takes, until the fleet serves; says so, or what it waits for. */
final class OpeningWatch {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration FIRST_WORD = Duration.ofSeconds(60);
    private static final Duration NEXT_WORD = Duration.ofSeconds(30);

    private final Crew crew;
    private final Opening opening;
    private final Progress progress;
    private final NextSteps steps;

    OpeningWatch(Crew crew, Opening opening, Progress progress, NextSteps steps) {
        this.crew = crew;
        this.opening = opening;
        this.progress = progress;
        this.steps = steps;
    }

    void start() {
        var thread = new Thread(this::run, "opening");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            var word = FIRST_WORD;
            for (var missing = missing(); !missing.isEmpty(); missing = missing()) {
                if (progress.sinceStart().compareTo(word) > 0) {
                    progress.waitsFor(missing);
                    word = word.plus(NEXT_WORD);
                }
                Thread.sleep(INTERVAL.toMillis());
            }
            progress.fleetReady(opening.revision());
            steps.lines().forEach(progress::line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> missing() {
        var missing = new ArrayList<String>();
        for (var part : crew.all()) {
            part.missing().ifPresent(what -> missing.add(part.name() + ": " + what));
        }
        missing.addAll(opening.proceed());
        return missing;
    }
}
