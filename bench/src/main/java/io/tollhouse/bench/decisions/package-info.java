/** What one decision costs, and what a long list does. Needs no fleet. */
@org.jspecify.annotations.NullMarked
package io.tollhouse.bench.decisions;
