package io.tollhouse.distributor.publish;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import java.util.List;

/** What shall be lifted does not hold. */
public final class NoSuchKill extends NotPublished {
    private static final long serialVersionUID = 1L;

    private final transient List<Kill> kills;

    NoSuchKill(KillTarget target, List<Kill> kills) {
        super("nothing is lifted: there is no kill of exactly " + target.words() + "; "
                + (kills.isEmpty() ? "there is none at all" : "`kills` lists those that there are"));
        this.kills = List.copyOf(kills);
    }

    /** Those that hold, newest first. */
    public List<Kill> kills() {
        return kills;
    }
}
