package io.tollhouse.cli.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** The lines of an answer, byte for byte. */
public final class Lines implements AutoCloseable {
    /** A record has 64 KiB at most; what is far beyond is not ours. */
    private static final int MAX_LINE = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final HttpURLConnection connection;
    private final InputStream in;
    private final Transport transport;
    private long taken;

    Lines(HttpURLConnection connection, Transport transport) throws IOException {
        this.connection = connection;
        this.in = new BufferedInputStream(connection.getInputStream(), BUFFER);
        this.transport = transport;
    }

    /** The next line without its end; empty ones are passed over; null at the end of the answer. */
    public byte @Nullable [] next() throws Unreachable {
        try {
            var line = new ByteArrayOutputStream(1024);
            for (int b = in.read(); b >= 0; b = in.read()) {
                taken++;
                if (b != '\n') {
                    line.write(b);
                } else if (line.size() > 0) {
                    return line.toByteArray();
                }
                if (line.size() > MAX_LINE) {
                    throw transport.brokeOff();
                }
            }
            if (taken < connection.getContentLengthLong()) { // the JDK says it of chunks only
                throw transport.brokeOff();
            }
            return line.size() == 0 ? null : line.toByteArray();
        } catch (IOException e) {
            throw transport.brokeOff();
        }
    }

    /** A header of the answer; null where it has none of that name. */
    @Nullable
    String header(String name) {
        return connection.getHeaderField(name);
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
