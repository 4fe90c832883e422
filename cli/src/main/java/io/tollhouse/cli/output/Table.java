package io.tollhouse.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aligned columns, printed in batches as rows come. A column is as wide as its widest cell so far, so a later batch may be
 * wider than an earlier one, and never narrower.
 */
public final class Table {
    private static final String GAP = "  ";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final Console console;
    private final List<String> heads;
    private final int[] widths;
    private final int[] caps;
    private boolean headed;

    public Table(Console console, String... heads) {
        this.console = console;
        this.heads = List.of(heads);
        this.widths = this.heads.stream().mapToInt(String::length).toArray();
        this.caps = new int[heads.length];
        Arrays.fill(caps, Integer.MAX_VALUE);
    }

    /** Makes room beforehand for a cell that is still to come. */
    public Table reserve(int column, int width) {
        widths[column] = Math.max(widths[column], width);
        return this;
    }

    /** On a terminal no cell of that column is wider; elsewhere nothing is cut. */
    public Table cap(int column, int width) {
        caps[column] = width;
        return this;
    }

    /** Prints rows, each with a cell for every column; the first batch under the heads. */
    public void print(List<List<String>> rows) {
        printNoted(rows.stream().map(row -> new Noted(row, List.of())).toList());
    }

    /**
     * A row with sentences below it.
     *
     * @param notes of any length: on a terminal they go on below
     */
    public record Noted(List<String> cells, List<String> notes) {
        public Noted {
            cells = List.copyOf(cells);
            notes = List.copyOf(notes);
        }
    }

    /** The same, with what is to be said of each row. */
    public void printNoted(List<Noted> rows) {
        var shaped = rows.stream().map(row -> shape(row.cells())).toList();
        shaped.forEach(this::widen);
        if (!headed) {
            headed = true;
            printHeads();
        }
        for (int i = 0; i < shaped.size(); i++) {
            console.print(fit(line(shaped.get(i))));
            rows.get(i).notes().forEach(this::printNote);
        }
    }

    private void printNote(String note) {
        int width = console.outTerminal().width();
        Wrapping.lines(Printable.line(note), width == 0 ? 0 : Math.max(1, width - GAP.length()))
                .forEach(line -> console.print(GAP + line));
    }

    private List<String> shape(List<String> row) {
        var shaped = new ArrayList<String>();
        for (int i = 0; i < caps.length; i++) {
            var cell = Printable.line(row.get(i));
            shaped.add(console.outTerminal().width() == 0 ? cell : cut(cell, caps[i]));
        }
        return shaped;
    }

    private void widen(List<String> row) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], length(row.get(i)));
        }
    }

    private void printHeads() {
        var line = fit(line(heads));
        if (console.outTerminal().colours()) {
            console.out().print(BOLD + line + PLAIN + "\n");
        } else {
            console.print(line);
        }
    }

    private String line(List<String> cells) {
        var padded = new ArrayList<String>();
        for (int i = 0; i < widths.length; i++) {
            padded.add(cells.get(i) + " ".repeat(widths[i] - length(cells.get(i))));
        }
        return String.join(GAP, padded).stripTrailing();
    }

    private String fit(String line) {
        int width = console.outTerminal().width();
        return width == 0 ? line : cut(line, width);
    }

    private static String cut(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
