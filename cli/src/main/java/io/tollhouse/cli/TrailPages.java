package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Search;
import io.tollhouse.cli.output.Progress;
import io.tollhouse.contract.audit.EventId;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads the trail from the API, for whoever checks it. */
final class TrailPages {
    private static final String EVER = "2000-01-01T00:00:00Z";
    private static final String NEVER = "2099-12-31T00:00:00Z";

    private final Session session;

    TrailPages(Session session) {
        this.session = session;
    }

    /** Takes one document. */
    interface Each {
        void accept(byte[] record) throws IOException;
    }

    /** Work in which {@link #find} may fail because of the API. */
    interface Work {
        void run(Progress progress) throws ApiException, Failure, IOException;
    }

    /** Does it, and throws what the API says as what it is. */
    void run(Work work) throws ApiException, Failure, IOException {
        try (var progress = Progress.alone(session.console(), System::nanoTime)) {
            work.run(progress);
        } catch (IOException e) {
            if (e.getCause() instanceof ApiException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Failure failed) {
                throw failed;
            }
            throw e;
        }
    }

    /** Of a stream, whenever it was. */
    void find(EventId first, long last, Consumer<byte[]> each) throws IOException {
        var query = "node:%s tollhouse.boot:%s tollhouse.stream:%d event.sequence:>=%d event.sequence:<=%d"
                .formatted(first.node(), first.boot(), first.stream(), first.sequence(), last);
        try (var progress = Progress.alone(session.console(), System::nanoTime)) {
            take(new Search(query, EVER, NEVER, "asc"), each::accept, progress);
        } catch (ApiException | Failure e) {
            throw new IOException(e);
        }
    }

    /** All documents of a search, in its order. */
    void take(Search search, Each each, Progress progress) throws ApiException, Failure, IOException {
        var failed = new IOException[1];
        var pages = new AuditPages(
                session.api(),
                new AuditSink() {
                    @Override
                    public void add(byte[] document) {
                        try {
                            if (failed[0] == null) {
                                each.accept(document);
                            }
                        } catch (IOException e) {
                            failed[0] = e;
                        }
                    }

                    @Override
                    public boolean flush() {
                        return failed[0] == null;
                    }
                },
                Long.MAX_VALUE);
        pages.take(search, progress);
        if (failed[0] != null) {
            throw failed[0];
        }
    }
}
