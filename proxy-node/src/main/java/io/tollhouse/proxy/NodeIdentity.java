package io.tollhouse.proxy;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Which run of which node this is.
 *
 * @param boot 12 hex digits, new at each start
 * @param version of the product; {@code dev} where it does not run from its jar
 */
record NodeIdentity(String node, String boot, String version) {
    private static final int BOOT_BYTES = 6;

    static NodeIdentity of(String node) {
        var boot = new byte[BOOT_BYTES];
        new SecureRandom().nextBytes(boot);
        var version = ProxyNode.class.getPackage().getImplementationVersion();
        return new NodeIdentity(node, HexFormat.of().formatHex(boot), Objects.requireNonNullElse(version, "dev"));
    }
}
