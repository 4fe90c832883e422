package io.tollhouse.proxy.policy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node does that is cut off from the policy topic for too long. */
public enum WhenStale {
    /** It goes on, and says that it is degraded. */
    SERVE("serve"),
    /** It refuses new requests; what is in flight goes on. */
    DENY_NEW("deny-new"),
    /** It refuses new requests and cuts what is in flight. */
    DENY_ALL("deny-all");

    private final String word;

    WhenStale(String word) {
        this.word = word;
    }

    /** As it stands in settings. */
    public String word() {
        return word;
    }

    /** All of them. */
    public static Set<String> words() {
        return Arrays.stream(values()).map(WhenStale::word).collect(Collectors.toUnmodifiableSet());
    }

    /** The one of this word; {@link #SERVE} for any other. */
    public static WhenStale of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word))
                .findFirst()
                .orElse(SERVE);
    }
}
