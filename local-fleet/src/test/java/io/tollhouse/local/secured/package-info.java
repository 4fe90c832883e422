/** A fleet on a Kafka that holds it to its rights: TLS, passwords, and no more allowed than the plan grants. */
@NullMarked
package io.tollhouse.local.secured;

import org.jspecify.annotations.NullMarked;
