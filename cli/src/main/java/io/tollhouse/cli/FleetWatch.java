package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Unreachable;

/** Shows the fleet again and again, until nobody reads it any more. A distributor that is away for a while does not end it. */
final class FleetWatch {
    private final Api api;
    private final View view;
    private final Pause pause;

    /** Between one question and the next. */
    @FunctionalInterface
    interface Pause {
        void rest() throws InterruptedException;
    }

    /** Where it is shown. */
    interface View {
        /** The fleet as it is now. Returns false when nobody reads any more. */
        boolean show(JsonNode fleet);

        /** There is no answer, for this reason. */
        boolean away(String why);
    }

    FleetWatch(Api api, View view, Pause pause) {
        this.api = api;
        this.view = view;
        this.pause = pause;
    }

    /**
     * Watches.
     *
     * @throws ApiException where the first question has no answer, or a later one is refused
     */
    void run() throws ApiException, InterruptedException {
        boolean read = view.show(api.fleet());
        while (read) {
            pause.rest();
            read = look();
        }
    }

    private boolean look() throws ApiException {
        JsonNode fleet;
        try {
            fleet = api.fleet();
        } catch (Unreachable e) {
            return view.away(String.valueOf(e.getMessage()));
        }
        return view.show(fleet);
    }
}
