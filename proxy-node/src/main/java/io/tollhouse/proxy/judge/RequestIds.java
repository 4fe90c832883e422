package io.tollhouse.proxy.judge;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Ids of requests: 96 random bits, so that no two requests of any node share one. Used by one event loop. */
final class RequestIds {
    private static final HexFormat HEX = HexFormat.of();

    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong()).split();

    /** 24 hexadecimal digits. They name a request and prove nothing. */
    String next() {
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextInt());
    }
}
