package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NotBelieved;

/** A revision whose lists are not here yet. Another attempt may bring them. */
final class ListsMissing extends NotBelieved {
    private static final long serialVersionUID = 1L;

    ListsMissing(String why) {
        super(why);
    }
}
