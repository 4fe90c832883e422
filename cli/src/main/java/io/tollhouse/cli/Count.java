package io.tollhouse.cli;

/** Numbers of things in sentences. */
final class Count {
    private Count() {}

    /** {@code 1 rule}, {@code 2 rules}. */
    static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
