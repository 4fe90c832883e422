package io.tollhouse.proxy.fleet;

import io.tollhouse.contract.fleet.NodeStatus;

/** What there is to say. */
@FunctionalInterface
public interface StatusSource {

    /**
     * The status now.
     *
     * @param skew milliseconds to add to this node's clock to get the brokers'
     * @param leaving whether this is the last one
     */
    NodeStatus status(long skew, boolean leaving);
}
