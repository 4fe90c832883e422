package io.tollhouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line as a whole. */
@Command(
        name = "tollhouse",
        sortOptions = false,
        customSynopsis = "tollhouse COMMAND [OPTIONS]",
        versionProvider = TollhouseCommand.Version.class,
        description = {"One door for agents: push a policy, see every node confirm it, search what was decided."},
        exitCodeList = {
            ExitCode.DONE_HELP,
            ExitCode.REFUSED_HELP,
            ExitCode.USAGE_HELP,
            ExitCode.UNCONFIRMED_HELP,
            ExitCode.BASE_MOVED_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class TollhouseCommand extends GroupCommands.Group {
    @Mixin
    final GlobalOptions options;

    @Option(names = "--version", versionHelp = true, order = 200, description = "the version of the command line")
    boolean version;

    TollhouseCommand(GlobalOptions options) {
        this.options = options;
    }

    /** The version of the jar; {@code dev} where it does not run from one. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Tollhouse.class.getPackage().getImplementationVersion();
            return new String[] {
                "tollhouse " + (version == null ? "dev" : version) + " (Java " + Runtime.version() + ")"
            };
        }
    }
}
