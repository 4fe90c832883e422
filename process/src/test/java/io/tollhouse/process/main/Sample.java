package io.tollhouse.process.main;

import io.tollhouse.contract.settings.Part;
import io.tollhouse.process.health.Health;
import java.io.IOException;

/** A process without parts; what becomes of it is told by its {@code fleet.id}. */
final class Sample {
    private Sample() {}

    public static void main(String[] args) throws InterruptedException {
        new ProcessMain<>(Part.CONSUMER, "sample", settings -> settings.text("fleet.id"), Sample::start).run(args);
    }

    private static ProcessMain.Running start(String fleet, Health health) throws IOException {
        switch (fleet) {
            case "cannot-start" -> throw new IOException("tokens.file: /none is not there");
            case "loses-a-thread" -> loseAThread();
            default -> {}
        }
        return () -> {
            if (fleet.equals("cannot-stop")) {
                throw new IllegalStateException("a bug");
            }
            System.out.println("stops with " + health.reasons());
            return fleet.equals("leaves-something") ? 3 : 0;
        };
    }

    private static void loseAThread() {
        var thread = new Thread(
                () -> {
                    throw new IllegalStateException("a bug");
                },
                "doomed");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
