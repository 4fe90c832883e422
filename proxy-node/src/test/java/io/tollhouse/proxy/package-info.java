@NullMarked
package io.tollhouse.proxy;

import org.jspecify.annotations.NullMarked;
