package io.tollhouse.proxy;

import io.tollhouse.contract.settings.Part;
import io.tollhouse.process.main.ProcessMain;

/** The process of one proxy node. */
public final class ProxyNode {
    private ProxyNode() {}

    public static void main(String[] args) throws InterruptedException {
        var shipped = Shipping.folder(args);
        if (shipped.isPresent()) {
            System.exit(Shipping.run(shipped.get(), args));
        }
        new ProcessMain<>(
                        Part.NODE,
                        "proxy-node",
                        settings -> NodeSettings.read(settings, NodeSettings::machineName),
                        NodeRun::start)
                .run(args);
    }
}
