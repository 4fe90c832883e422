package io.tollhouse.consumer.index;

import java.time.Duration;

/**
 * How a day's index is laid out.
 *
 * @param shards primary ones, at least 1
 * @param replicas of each
 * @param refresh how soon what was written can be searched
 */
public record IndexSettings(int shards, int replicas, Duration refresh) {}
