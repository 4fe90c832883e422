package io.tollhouse.proxy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.Stage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
    private static final Entry.Checksum CHECKSUM = new Entry.Checksum("0123456789ab", 1);

    private static Entry entry(Stage stage, int length) {
        return new Entry(7, Entry.request("r-1"), 12, stage, "x".repeat(length).getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer encoded(Entry entry) {
        var buffer = ByteBuffer.allocate(Entry.MAX + Entry.ALIGNMENT);
        entry.encode(buffer, CHECKSUM);
        return buffer;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Stage.class)
    void everyStageComesBack(Stage stage) {
        var back = Entry.decode(encoded(entry(stage, 5)), 0, CHECKSUM);

        assertThat(back).usingRecursiveComparison().isEqualTo(entry(stage, 5));
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 7, 8, 9, 1000, Entry.MAX_BYTES})
    void anEntryFillsWholeUnitsSoThatTheNextOneCanBeFound(int length) {
        var entry = entry(Stage.OUTCOME, length);
        var bytes = encoded(entry);

        assertThat(bytes.remaining()).isEqualTo(entry.size()).isEqualTo(Entry.sizeAt(bytes, 0));
        assertThat(entry.size() % Entry.ALIGNMENT).isZero();
        assertThat(Entry.decode(bytes, 0, CHECKSUM)).usingRecursiveComparison().isEqualTo(entry);
    }

    @Test
    void noFlippedByteGoesUnseen() {
        int size = Entry.HEADER + 20;
        for (int at = 0; at < size; at++) {
            var bytes = encoded(entry(Stage.ADMISSION, 20));
            bytes.put(at, (byte) ~bytes.get(at));
            boolean isRead = Entry.sizeAt(bytes, 0) == Entry.HEADER + 24 && Entry.decode(bytes, 0, CHECKSUM) != null;

            assertThat(isRead).as("byte %d flipped", at).isFalse();
        }
    }

    @Test
    void anEntryOfAnotherBootOrStreamIsNoneOfThisOne() {
        var bytes = encoded(entry(Stage.ADMISSION, 20));

        assertThat(Entry.decode(bytes, 0, new Entry.Checksum("0123456789ac", 1)))
                .isNull();
        assertThat(Entry.decode(bytes, 0, new Entry.Checksum("0123456789ab", 2)))
                .isNull();
    }

    @ParameterizedTest(name = "length {0}")
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Entry.MAX_BYTES + 1, Integer.MAX_VALUE})
    void whatIsNoLengthBeginsNoEntry(int length) {
        assertThat(Entry.sizeAt(ByteBuffer.allocate(Entry.HEADER).putInt(0, length), 0))
                .isZero();
    }
}
