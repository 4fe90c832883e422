package io.tollhouse.contract.fleet;

/** A record that a process must not act on, and why. */
public class NotBelieved extends Exception {
    public NotBelieved(String reason) {
        super(reason, null, false, false);
    }
}
