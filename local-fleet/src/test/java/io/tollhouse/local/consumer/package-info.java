/** Tests of the audit consumer as a process, against a real broker and a real Elasticsearch. */
@NullMarked
package io.tollhouse.local.consumer;

import org.jspecify.annotations.NullMarked;
