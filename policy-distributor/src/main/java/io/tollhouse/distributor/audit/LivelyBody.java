package io.tollhouse.distributor.audit;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A body that keeps its reader waiting for a while only. A consumer whose machine is gone, or stands still, ends no connection;
 * and the JDK's client has no limit for a body.
 */
final class LivelyBody extends InputStream {
    private final InputStream body;
    private final Duration limit;
    private final ScheduledThreadPoolExecutor alarms;
    private volatile boolean silent;

    /**
     * Wraps a body.
     *
     * @param limit for each read
     */
    LivelyBody(InputStream body, Duration limit, ScheduledThreadPoolExecutor alarms) {
        this.body = body;
        this.limit = limit;
        this.alarms = alarms;
    }

    /** A thread that closes what is silent. */
    static ScheduledThreadPoolExecutor alarms() {
        var alarms = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "audit-silence");
            thread.setDaemon(true);
            return thread;
        });
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var alarm = alarms.schedule(this::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            int read = body.read(buffer, offset, length);
            if (silent) { // closing it may look like its end
                throw new IOException("nothing came for " + limit.toSeconds() + " s");
            }
            return read;
        } finally {
            alarm.cancel(false);
        }
    }

    private void giveUp() {
        silent = true;
        try {
            body.close();
        } catch (IOException e) {
            // whoever reads hears of it
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
