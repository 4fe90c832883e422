package io.tollhouse.cli;

/** How a command went, for scripts; with the lines that help texts show. */
final class ExitCode {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int UNCONFIRMED = 3;
    static final int BASE_MOVED = 4;
    static final int UNREACHABLE = 5;

    static final String DONE_HELP = "0:done";
    static final String REFUSED_HELP = "1:refused or invalid";
    static final String USAGE_HELP = "2:wrong usage";
    static final String UNCONFIRMED_HELP = "3:published, but not confirmed by every live node, or no node is live";
    static final String BASE_MOVED_HELP =
            "4:not published: another revision is in force than the one that --base names";
    static final String UNREACHABLE_HELP = "5:the API is not reachable, or not known";

    private ExitCode() {}
}
