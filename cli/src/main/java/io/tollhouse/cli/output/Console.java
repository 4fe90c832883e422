package io.tollhouse.cli.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Standard output for results, standard error for what people should know besides. Both are UTF-8 whatever the locale. */
public final class Console {
    private static final int BUFFER = 1 << 16;

    private final PrintStream out;
    private final PrintStream err;
    private final Terminal outTerminal;
    private final Terminal errTerminal;

    private Console(PrintStream out, PrintStream err, Terminal outTerminal, Terminal errTerminal) {
        this.out = out;
        this.err = err;
        this.outTerminal = outTerminal;
        this.errTerminal = errTerminal;
    }

    /** The streams of this process. */
    public static Console ofProcess(Map<String, String> environment) {
        return new Console(
                stream(new FileOutputStream(FileDescriptor.out)),
                stream(new FileOutputStream(FileDescriptor.err)),
                Terminal.ofDescriptor(1, environment),
                Terminal.ofDescriptor(2, environment));
    }

    /** Other streams; no terminals. */
    public static Console of(OutputStream out, OutputStream err) {
        return of(out, err, Terminal.NONE);
    }

    /** Other streams, both on that terminal. */
    public static Console of(OutputStream out, OutputStream err, Terminal terminal) {
        return of(out, err, terminal, terminal);
    }

    static Console of(OutputStream out, OutputStream err, Terminal outTerminal, Terminal errTerminal) {
        return new Console(stream(out), stream(err), outTerminal, errTerminal);
    }

    private static PrintStream stream(OutputStream to) {
        return new PrintStream(new BufferedOutputStream(to, BUFFER), false, StandardCharsets.UTF_8);
    }

    /** A line of the result. */
    public void print(String line) {
        out.print(Printable.of(line) + "\n");
    }

    /** A part of the result, byte for byte. */
    public void printBytes(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    /** What has been printed is seen now. Returns false when nobody reads any more, as behind {@code | head}. */
    public boolean flush() {
        return !out.checkError();
    }

    /** Lines for people. */
    public void say(String lines) {
        out.flush(); // so that both streams on one terminal keep their order
        err.print(Printable.of(lines) + "\n");
        err.flush();
    }

    /** A line for people that the next one replaces; only for a terminal. */
    void sayInPlace(String line) {
        err.print("\r" + Printable.line(line) + "\u001b[K");
        err.flush();
    }

    /** Takes everything off the terminal to which results go; elsewhere nothing is taken back. */
    public void clear() {
        if (outTerminal.present()) {
            out.print("\u001b[H\u001b[2J");
        }
    }

    /** Where results go. */
    public Terminal outTerminal() {
        return outTerminal;
    }

    /** Where words for people go. */
    public Terminal errTerminal() {
        return errTerminal;
    }

    /** For a library that prints results itself, without our care for control characters. */
    public PrintStream out() {
        return out;
    }

    /** The same for words to people. */
    public PrintStream err() {
        return err;
    }
}
