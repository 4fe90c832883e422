package io.tollhouse.proxy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollhouse.proxy.admin.AdminServer;
import io.tollhouse.proxy.health.Health;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that runs: its parts, made and started in order, and stopped in the other one. */
final class NodeRun {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRun.class);

    private final Health health = new Health();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AdminServer admin;

    private NodeRun(NodeSettings settings) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(this::died);
        health.part("policy").red("there is none yet, everything is refused");
        admin = AdminServer.start(settings.listenAdmin(), health, () -> 0, meters::scrape);
        LOG.info("health and metrics on {}", admin.address());
    }

    static NodeRun start(NodeSettings settings, NodeIdentity identity) throws IOException {
        return new NodeRun(settings);
    }

    private void died(Thread thread, Throwable cause) {
        LOG.error("the thread {} died", thread.getName(), cause);
        health.part("thread " + thread.getName()).red("it died; the log says of what. Restart the node");
    }

    void stop() {
        health.part("node").red("it stops");
        admin.close();
    }
}
