@NullMarked
package io.tollhouse.local.process;

import org.jspecify.annotations.NullMarked;
