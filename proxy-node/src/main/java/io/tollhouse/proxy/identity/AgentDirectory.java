package io.tollhouse.proxy.identity;

import org.jspecify.annotations.Nullable;

/** The agents that this node knows. Asked on every request, from any event loop. */
public interface AgentDirectory {

    /** What an agent's secret is checked against; null for a name that nobody has. */
    @Nullable
    SecretHash verifierOf(String name);
}
