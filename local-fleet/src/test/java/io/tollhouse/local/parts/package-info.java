@NullMarked
package io.tollhouse.local.parts;

import org.jspecify.annotations.NullMarked;
