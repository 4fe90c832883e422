package io.tollhouse.proxy.listen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How agents are to speak to the listener, as a node is told.
 *
 * @param plain whether without TLS too
 * @param certificate, key both or neither; files of {@link ListenerTls}
 */
public record ListenTerms(boolean plain, Optional<Path> certificate, Optional<Path> key) {

    /**
     * The door.
     *
     * @throws IOException with a sentence where its certificate cannot be read
     */
    public Door open() throws IOException {
        return certificate.isPresent() && key.isPresent()
                ? new Door(plain, ListenerTls.load(certificate.get(), key.get()))
                : new Door(plain, null);
    }
}
