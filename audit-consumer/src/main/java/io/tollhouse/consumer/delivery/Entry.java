package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.document.Document;

/** A record on its way, as the document that it becomes: itself, or its envelope. */
record Entry(Arrived record, Document document) {
    boolean isWanted() {
        return record.ticket().isWanted();
    }
}
