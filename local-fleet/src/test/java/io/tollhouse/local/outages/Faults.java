package io.tollhouse.local.outages;

/** Scenarios of one kind, to be run by a test that has a fleet. */
interface Faults {
    Scenarios scenarios();

    default OutagesFleet fleet() {
        return scenarios().fleet();
    }

    default ElasticRelay relay() {
        return scenarios().relay();
    }
}
