package io.tollhouse.consumer.document;

import org.jspecify.annotations.Nullable;

/**
 * A record that no index takes, and never will.
 *
 * @param key as it stood on the topic
 * @param value its bytes as they came; null where the topic had none
 * @param cause a sentence, or the error of Elasticsearch
 */
public record Poison(Source source, byte @Nullable [] key, byte @Nullable [] value, String cause) {}
