package io.tollhouse.proxy.upstream;

import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns names into addresses. Belongs to one event loop. */
public interface Resolver extends AutoCloseable {

    /**
     * What a name stands for.
     *
     * @param addresses at least one, in the order in which they are to be dialled
     * @param aliases the CNAMEs on the way, in order
     */
    record Answer(List<IpAddress> addresses, List<Host> aliases) {
        /** Copies. */
        public Answer {
            addresses = List.copyOf(addresses);
            aliases = List.copyOf(aliases);
        }
    }

    /** The answer to this name that is still good, so that no question has to leave; null where there is none. */
    @Nullable
    Answer known(Host name);

    /**
     * Asks for a name's addresses. The future completes on the resolver's event loop, and fails with {@link Unresolved}.
     *
     * @param name a name, not a literal
     */
    Future<Answer> resolve(Host name);

    @Override
    void close();
}
