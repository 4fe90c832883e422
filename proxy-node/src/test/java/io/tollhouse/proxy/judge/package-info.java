@NullMarked
package io.tollhouse.proxy.judge;

import org.jspecify.annotations.NullMarked;
