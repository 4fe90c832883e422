package io.tollhouse.consumer.progress;

import java.util.Optional;

/**
 * One record of the progress topic.
 *
 * @param key a stream, or {@link NoteForm#PARTITION}
 * @param value empty where nothing is known of it any more
 */
record Note(int partition, String key, Optional<byte[]> value) {}
