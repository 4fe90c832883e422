@NullMarked
package io.tollhouse.proxy.listen;

import org.jspecify.annotations.NullMarked;
