@NullMarked
package io.tollhouse.proxy.upstream;

import org.jspecify.annotations.NullMarked;
