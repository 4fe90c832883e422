package io.tollhouse.proxy.listen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A destination on loopback, with everything that it was sent. */
final class Origin implements AutoCloseable {

    /** What it does with a connection; the connection is closed when it returns. */
    interface Talk {
        void with(Visit visit) throws IOException;
    }

    /** One connection. */
    static final class Visit {
        private final Socket socket;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        private Visit(Socket socket) {
            this.socket = socket;
        }

        Socket socket() {
            return socket;
        }

        /** Reads some bytes; -1 at the end. */
        int read() throws IOException {
            var buffer = new byte[64 << 10];
            int length = socket.getInputStream().read(buffer);
            synchronized (received) {
                received.write(buffer, 0, Math.max(length, 0));
            }
            return length;
        }

        /** Reads until what came contains this. */
        Visit until(String text) throws IOException {
            while (!text().contains(text) && read() >= 0) {
                // more
            }
            return this;
        }

        /** Reads until so many request heads have come; false where the connection ends before. */
        boolean hasHeads(int number) throws IOException {
            while (text().split("\r\n\r\n", -1).length <= number) {
                if (read() < 0) {
                    return false;
                }
            }
            return true;
        }

        Visit toTheEnd() throws IOException {
            while (read() >= 0) {
                // more
            }
            return this;
        }

        Visit say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        }

        byte[] bytes() {
            synchronized (received) {
                return received.toByteArray();
            }
        }

        String text() {
            return new String(bytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private final ServerSocket listener;
    private final Talk talk;
    private final List<Visit> visits = new CopyOnWriteArrayList<>();

    private Origin(ServerSocket listener, Talk talk) {
        this.listener = listener;
        this.talk = talk;
    }

    static Origin that(Talk talk) {
        try {
            var origin = new Origin(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), talk);
            daemon(origin::accept);
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers each request head with this, and closes where nothing else tells where the response ends. */
    static Origin answering(String response) {
        boolean framed = response.contains("Content-Length") || response.contains("No Content");
        return that(visit -> {
            for (int heads = 1; visit.hasHeads(heads); heads++) {
                visit.say(response);
                if (!framed) {
                    return;
                }
            }
        });
    }

    /** Sends back what it gets. */
    static Origin echoing() {
        return that(visit -> {
            var in = visit.socket().getInputStream();
            in.transferTo(visit.socket().getOutputStream());
            visit.socket().shutdownOutput();
        });
    }

    private void accept() {
        try {
            while (true) {
                var visit = new Visit(listener.accept());
                visits.add(visit);
                daemon(() -> serve(visit));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Visit visit) {
        try (var socket = visit.socket()) {
            talk.with(visit);
            socket.shutdownOutput();
            visit.toTheEnd();
        } catch (IOException e) {
            // the other side broke off, which a test sees there
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "origin");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    List<Visit> visits() {
        return visits;
    }

    /** Everything that came over any connection. */
    String received() {
        var all = new StringBuilder();
        visits.forEach(visit -> all.append(visit.text()));
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var visit : visits) {
            visit.socket().close();
        }
    }
}
