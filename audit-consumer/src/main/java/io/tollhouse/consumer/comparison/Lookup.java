package io.tollhouse.consumer.comparison;

import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.document.Poison;
import io.tollhouse.consumer.index.StoredRecords;
import io.tollhouse.consumer.index.StoredRecords.Copy;
import io.tollhouse.consumer.slice.TopicSlices.Message;
import io.tollhouse.consumer.slice.TopicSlices.Taken;
import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.CheckedRecord.NotARecord;
import java.util.ArrayList;
import java.util.List;

/** Looks messages up in the index. */
final class Lookup {
    private final StoredRecords stored;

    Lookup(StoredRecords stored) {
        this.stored = stored;
    }

    /** A record of the topic, and what the index must have of it. */
    private record Wanted(Message message, Document document) {}

    /** A record that the index does not have as it is. */
    private record Lacking(Wanted wanted, Copy copy) {}

    Compared compare(Taken taken) throws IndexTrouble {
        var records = new ArrayList<Wanted>();
        int others = 0;
        for (var message : taken.messages()) {
            try {
                var record = CheckedRecord.of(message.value());
                records.add(new Wanted(message, Document.of(record, message.source())));
            } catch (NotARecord e) {
                others++;
            }
        }
        // the last look is for what a retry of dead letters has made of an envelope meanwhile
        var lacking = notFound(notEnveloped(notFound(records)));
        return new Compared(taken.next(), records.size(), others, ids(lacking, Copy.NOTHING), ids(lacking, Copy.OTHER));
    }

    private List<Lacking> notFound(List<Wanted> records) throws IndexTrouble {
        var copies = stored.find(records.stream().map(Wanted::document).toList());
        var lacking = new ArrayList<Lacking>();
        for (int i = 0; i < records.size(); i++) {
            if (copies.get(i) != Copy.SAME) {
                lacking.add(new Lacking(records.get(i), copies.get(i)));
            }
        }
        return lacking;
    }

    private List<Wanted> notEnveloped(List<Lacking> records) throws IndexTrouble {
        var enveloped = stored.findEnvelopes(records.stream()
                .map(record -> record.wanted().message())
                .map(message -> new Poison(message.source(), null, message.value(), ""))
                .toList());
        var lacking = new ArrayList<Wanted>();
        for (int i = 0; i < records.size(); i++) {
            if (!enveloped.get(i)) {
                lacking.add(records.get(i).wanted());
            }
        }
        return lacking;
    }

    private static List<String> ids(List<Lacking> lacking, Copy copy) {
        return lacking.stream()
                .filter(record -> record.copy() == copy)
                .map(record -> record.wanted().document().id())
                .toList();
    }
}
