package io.tollhouse.distributor.api;

import io.javalin.security.RouteRole;
import io.tollhouse.distributor.tokens.Role;
import java.util.Optional;

/** What a route asks of whoever uses it. */
enum Access implements RouteRole {
    /** Nothing. */
    OPEN(Optional.empty()),
    READER(Optional.of(Role.READER)),
    PUBLISHER(Optional.of(Role.PUBLISHER)),
    ADMIN(Optional.of(Role.ADMIN));

    private final Optional<Role> role;

    Access(Optional<Role> role) {
        this.role = role;
    }

    Optional<Role> role() {
        return role;
    }
}
