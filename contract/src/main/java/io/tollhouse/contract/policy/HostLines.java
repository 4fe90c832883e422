package io.tollhouse.contract.policy;

import java.security.MessageDigest;
import java.util.Arrays;

/** Entries as the lines of a file, by number, without an object for one. */
final class HostLines {
    private final byte[] text;

    /** Where each entry's mark stands. */
    private final int[] marks;

    HostLines(HostEntries entries) {
        text = entries.text();
        marks = new int[entries.size() + 1];
        for (int i = 0, at = 0; i < entries.size(); i++) {
            marks[i] = at;
            at = end(at) + 1;
            marks[i + 1] = at;
        }
    }

    private int end(int from) {
        int to = from;
        while (text[to] != HostEntries.END) {
            to++;
        }
        return to;
    }

    private String prefix(int index) {
        return HostEntries.prefix(text[marks[index]]);
    }

    int size() {
        return marks.length - 1;
    }

    /** How many bytes a line has, with its line feed. */
    int length(int index) {
        return prefix(index).length() + marks[index + 1] - marks[index] - 1;
    }

    /** Feeds a line without its line feed. */
    void update(MessageDigest digest, int index) {
        var prefix = prefix(index);
        for (int i = 0; i < prefix.length(); i++) {
            digest.update((byte) prefix.charAt(i));
        }
        digest.update(text, marks[index] + 1, marks[index + 1] - marks[index] - 2);
    }

    /** By mark and bytes: 0 where they are the same line. */
    int compare(int one, int other) {
        return Arrays.compare(text, marks[one], marks[one + 1], text, marks[other], marks[other + 1]);
    }

    /** Writes a line with its line feed. */
    void copy(int index, byte[] to, int at) {
        var prefix = prefix(index);
        for (int i = 0; i < prefix.length(); i++) {
            to[at + i] = (byte) prefix.charAt(i);
        }
        System.arraycopy(text, marks[index] + 1, to, at + prefix.length(), marks[index + 1] - marks[index] - 1);
    }
}
