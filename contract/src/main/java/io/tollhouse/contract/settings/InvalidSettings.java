package io.tollhouse.contract.settings;

import java.util.List;

/** Settings with which a process does not start. The message holds one problem a line, each naming its key. */
public final class InvalidSettings extends Exception {
    private final List<String> problems;

    public InvalidSettings(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
