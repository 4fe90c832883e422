package io.tollhouse.cli.api;

import java.io.IOException;
import java.io.OutputStream;

/** What is sent. */
interface Body {
    /** In bytes. */
    long length() throws IOException;

    void writeTo(OutputStream out) throws IOException;

    /** Bytes as they are; may be none. */
    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
