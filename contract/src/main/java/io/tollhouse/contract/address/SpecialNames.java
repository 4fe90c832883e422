package io.tollhouse.contract.address;

import io.tollhouse.contract.address.Special.Tier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of special names, judged before anything is resolved, whatever a resolver would say.
 *
 * <p>Sources: RFC 6761 and RFC 6762, ICANN's reservation of {@code .internal}, the cloud providers' pages on their metadata
 * services, the hosts files of common systems.
 */
public final class SpecialNames {

    private static final Special METADATA = new Special(Tier.METADATA, "a metadata service");
    private static final Special LOOPBACK = new Special(Tier.NEVER, "a name of loopback");
    private static final Special SINGLE = new Special(Tier.PRIVATE, "a name of one label");
    private static final Special LOCAL = new Special(Tier.PRIVATE, "a name of private networks");

    private static final Map<String, Special> EXACT = Map.ofEntries(
            Map.entry("metadata", METADATA),
            Map.entry("metadata.google.internal", METADATA),
            Map.entry("metadata.goog", METADATA),
            Map.entry("instance-data", METADATA),
            Map.entry("instance-data.ec2.internal", METADATA),
            Map.entry("metadata.tencentyun.com", METADATA),
            Map.entry("api.metadata.cloud.ibm.com", METADATA),
            Map.entry("rancher-metadata", METADATA),
            Map.entry("localhost", LOOPBACK),
            Map.entry("localhost.localdomain", LOOPBACK),
            Map.entry("ip6-localhost", LOOPBACK),
            Map.entry("ip6-loopback", LOOPBACK));

    /** What is below these; {@code .cluster.local} is below {@code .local}, and the Docker names below {@code .internal}. */
    private static final List<String> LOCAL_ZONES = List.of(".internal", ".local", ".svc");

    private SpecialNames() {}

    /** What a name is; null for an ordinary one and for literals. */
    public static @Nullable Special of(Host host) {
        if (host.isLiteral()) {
            return null;
        }
        var name = host.text();
        var exact = EXACT.get(name);
        if (exact != null) {
            return exact;
        }
        if (name.endsWith(".localhost")) {
            return LOOPBACK;
        }
        if (name.indexOf('.') < 0) {
            return SINGLE;
        }
        boolean local =
                isBelowLocal(name) || name.equals("kubernetes.default") || name.startsWith("kubernetes.default.");
        return local ? LOCAL : null;
    }

    private static boolean isBelowLocal(String name) {
        for (int i = 0; i < LOCAL_ZONES.size(); i++) {
            if (name.endsWith(LOCAL_ZONES.get(i))) {
                return true;
            }
        }
        return false;
    }
}
