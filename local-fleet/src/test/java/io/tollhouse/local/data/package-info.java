@NullMarked
package io.tollhouse.local.data;

import org.jspecify.annotations.NullMarked;
