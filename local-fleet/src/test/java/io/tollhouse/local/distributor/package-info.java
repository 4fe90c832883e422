/** Tests of the policy distributor as a process, against a real broker. */
@NullMarked
package io.tollhouse.local.distributor;

import org.jspecify.annotations.NullMarked;
