package io.tollhouse.local.opening;

import io.tollhouse.local.probe.Http;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes a fleet that was started step by step to where it serves. Used by one thread. */
public final class Opening {
    /** Nobody's name: the trial request has no credentials and is refused before its host means anything. */
    private static final URI TRIAL = URI.create("http://trial.tollhouse.test/");

    private static final String REQUEST_ID = "x-tollhouse-request";

    private final Api api;
    private final FirstPolicy firstPolicy;
    private final List<String> nodes;
    private final int proxyPort;
    private long revision;
    private @Nullable String trialRequest;
    private boolean recordFound;

    /**
     * Names what it works on.
     *
     * @param nodes names of all of them
     * @param proxyPort of the first
     */
    public Opening(Api api, FirstPolicy firstPolicy, List<String> nodes, int proxyPort) {
        this.api = api;
        this.firstPolicy = firstPolicy;
        this.nodes = List.copyOf(nodes);
        this.proxyPort = proxyPort;
    }

    /** Does what can be done now, and tells in words what is still missing; nothing is when the fleet serves. */
    public List<String> proceed() {
        var missing = new ArrayList<String>();
        policy(missing);
        if (missing.isEmpty()) {
            record(missing); // no request of ours goes through a node that serves nobody yet
        }
        return missing;
    }

    /** The revision that all nodes enforce; 0 as long as none is in force. */
    public long revision() {
        return revision;
    }

    private void policy(List<String> missing) {
        if (revision == 0) {
            firstPolicy
                    .inForce(api)
                    .ifPresentOrElse(found -> revision = found, () -> missing.add(firstPolicy.trouble()));
        }
        if (revision > 0) {
            var behind = new TreeSet<>(nodes);
            behind.removeAll(api.nodesOn(revision));
            behind.forEach(node -> missing.add(node + " does not enforce revision " + revision + " yet"));
        }
    }

    /** A request that is refused leaves a record, and finding it proves the whole way that records go. */
    private void record(List<String> missing) {
        if (trialRequest == null) {
            trialRequest = Http.getThrough(proxyPort, TRIAL).headers().get(REQUEST_ID);
        }
        if (trialRequest == null) {
            missing.add("node-1 does not answer a request yet");
            return;
        }
        recordFound = recordFound || api.finds(trialRequest);
        if (!recordFound) {
            missing.add("the record of a trial request (" + trialRequest + ") is not found by search yet");
        }
    }
}
