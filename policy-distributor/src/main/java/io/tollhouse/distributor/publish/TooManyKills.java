package io.tollhouse.distributor.publish;

/** An overlay has no room for one more. */
public final class TooManyKills extends NotPublished {
    private static final long serialVersionUID = 1L;

    TooManyKills(String howMany) {
        super("nothing is killed: " + howMany + "; lift some first, or kill with a wider selector");
    }
}
