package io.tollhouse.distributor.tokens;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token may do. */
public enum Role {
    /** Everything that changes nothing. */
    READER,
    /** Policies, as far as the maximum lets them, and kills; but not the maximum, and no change of keys. */
    PUBLISHER,
    /** Everything. */
    ADMIN;

    /** Whether whoever has this role may do what asks for another one. */
    public boolean includes(Role asked) {
        return compareTo(asked) >= 0;
    }

    /** As it is written in the file. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Set<String> labels() {
        return Arrays.stream(values()).map(Role::label).collect(Collectors.toSet());
    }

    static Optional<Role> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }
}
