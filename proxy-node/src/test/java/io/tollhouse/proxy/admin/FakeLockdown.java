package io.tollhouse.proxy.admin;

import java.io.IOException;

/** Kept in memory, and broken on demand. */
final class FakeLockdown implements LockdownSwitch {
    private boolean on;
    private boolean broken;

    /** From now on nothing can be changed. */
    void breakDown() {
        broken = true;
    }

    @Override
    public boolean isOn() {
        return on;
    }

    @Override
    public void begin() throws IOException {
        become(true);
    }

    @Override
    public void lift() throws IOException {
        become(false);
    }

    private void become(boolean next) throws IOException {
        if (broken) {
            throw new IOException("no space left");
        }
        on = next;
    }
}
