package io.tollhouse.cli;

import io.tollhouse.cli.output.Console;

/** Makes Ctrl-C, and SIGTERM, a good end of what would never end by itself: exit code 0, and no half line. */
final class CtrlC {
    private final Thread hook;

    private CtrlC(Thread hook) {
        this.hook = hook;
    }

    static CtrlC endsWell(Console console) {
        var hook = new Thread(
                () -> {
                    console.flush();
                    Runtime.getRuntime().halt(ExitCode.DONE); // the code of a signal would be 130
                },
                "ctrl-c");
        Runtime.getRuntime().addShutdownHook(hook);
        return new CtrlC(hook);
    }

    /** From now on it is as it always is. */
    void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs
        }
    }
}
