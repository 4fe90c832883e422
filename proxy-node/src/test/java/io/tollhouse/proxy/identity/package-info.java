@NullMarked
package io.tollhouse.proxy.identity;

import org.jspecify.annotations.NullMarked;
