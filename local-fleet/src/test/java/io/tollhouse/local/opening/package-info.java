@NullMarked
package io.tollhouse.local.opening;

import org.jspecify.annotations.NullMarked;
