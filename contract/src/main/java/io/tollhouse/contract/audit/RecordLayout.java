package io.tollhouse.contract.audit;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What the records of one stream are made of, in order: bytes that are the same in each, and fields whose values are not. */
final class RecordLayout {

    private final String node;
    private final String boot;
    private final int stream;
    private final String version;

    /**
     * A part of a record.
     *
     * @param before what is the same in each record, and stands before the field whether it has a value or not
     * @param field whose value comes then; null at the end
     * @param name of the field, with its comma and colon
     */
    record Part(byte[] before, @Nullable AuditField field, byte[] name) {}

    RecordLayout(String node, String boot, int stream, String version) {
        this.node = node;
        this.boot = boot;
        this.stream = stream;
        this.version = version;
    }

    /** All but the hash, which is of what stands before it. Each member begins with a comma, the first too. */
    Part[] parts() {
        var parts = new ArrayList<Part>();
        var same = new JsonBytes();
        for (var field : AuditField.values()) {
            if (field == AuditField.EVENT_HASH) {
                break;
            }
            if (!writeSame(same, field)) {
                parts.add(new Part(
                        same.toArray(), field, name(new JsonBytes(), field).toArray()));
                same.clear();
            }
        }
        parts.add(new Part(same.toArray(), null, new byte[0]));
        return parts.toArray(Part[]::new);
    }

    /** Writes a field that has one value in all records of the stream; false where it has not. */
    private boolean writeSame(JsonBytes into, AuditField field) {
        switch (field) {
            case EVENT_KIND -> name(into, field).text("event");
            case EVENT_CATEGORY -> name(into, field).raw('[').text("network").raw(']');
            case NETWORK_DIRECTION -> name(into, field).text("outbound");
            case OBSERVER_NAME -> name(into, field).text(node);
            case OBSERVER_TYPE -> name(into, field).text("proxy");
            case OBSERVER_VENDOR -> name(into, field).text("Tollhouse");
            case OBSERVER_VERSION -> name(into, field).text(version);
            case BOOT -> name(into, field).text(boot);
            case STREAM -> name(into, field).number(stream);
            case VERSION -> name(into, field).number(AuditStream.VERSION);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static JsonBytes name(JsonBytes into, AuditField field) {
        return into.raw(',').text(field.path()).raw(':');
    }
}
