package io.tollhouse.proxy.admin;

import java.io.IOException;

/** Has the node refuse everything, and lifts that again. Safe from any thread. */
public interface LockdownSwitch {

    /** Whether the node refuses everything. */
    boolean isOn();

    /**
     * Begins it, if it has not begun. It holds for every request that comes after the return.
     *
     * @throws IOException where it would not survive a restart
     */
    void begin() throws IOException;

    /**
     * Lifts it, if it is there.
     *
     * @throws IOException where it would be there again after a restart, or cannot be lifted at all
     */
    void lift() throws IOException;
}
