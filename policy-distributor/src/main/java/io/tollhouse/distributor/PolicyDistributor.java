package io.tollhouse.distributor;

import io.tollhouse.contract.settings.Part;
import io.tollhouse.process.main.ProcessMain;

/** The process of one policy distributor. */
public final class PolicyDistributor {
    private PolicyDistributor() {}

    public static void main(String[] args) throws InterruptedException {
        new ProcessMain<>(Part.DISTRIBUTOR, "policy-distributor", DistributorSettings::read, DistributorRun::new)
                .run(args);
    }
}
