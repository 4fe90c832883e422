package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    private static final List<String> COMMANDS = List.of(
            "policy validate",
            "policy test",
            "policy explain",
            "policy apply",
            "policy get",
            "policy history",
            "policy maximum validate",
            "policy maximum apply",
            "policy maximum get",
            "policy maximum remove",
            "kill",
            "kill list",
            "kill lift",
            "fleet",
            "audit search",
            "audit tail",
            "audit verify",
            "audit archive",
            "audit reindex",
            "audit dead-letter list",
            "audit dead-letter retry",
            "agent secret",
            "agent env",
            "key list",
            "key resign",
            "init",
            "kafka plan",
            "completion");

    private static Call call(String... args) {
        return Call.in(Path.of("nowhere"), args);
    }

    @Test
    void theFirstHelpTellsWhatThereIs() {
        assertThat(call("--help").out()).isEqualTo("""
                        Usage: tollhouse COMMAND [OPTIONS]

                        One door for agents: push a policy, see every node confirm it, search what was decided.

                        Commands:
                          up          Start a whole fleet on this machine (./tollhouse up --help).
                          policy      Check, publish and read policies.
                          kill        Stop something at once on every node, and cut what is in flight.
                          fleet       Show the nodes: who lives, which revision each enforces, and what is wrong.
                          audit       Search and follow what was decided.
                          agent       Prepare agents.
                          key         Change the key that signs what nodes believe.
                          init        Make what a new fleet needs: its id, its signing key, tokens, secrets of agents.
                          kafka       Prepare Kafka.
                          completion  Print a script that completes words in bash and zsh: source <(tollhouse completion)
                          chaos       Run the fault suite on this machine (./tollhouse chaos --help).

                        Options:
                              --output=FORMAT     table, json or yaml (table)
                              --api=URL           the distributor's API (TOLLHOUSE_API, else the local fleet's)
                              --token-file=FILE   file that holds the token (TOLLHOUSE_TOKEN_FILE, else the local fleet's)
                              --data=DIR          folder of a local fleet (TOLLHOUSE_DATA, else .tollhouse)
                          -h, --help              this text
                              --version           the version of the command line

                        Exit codes:
                          0   done
                          1   refused or invalid
                          2   wrong usage
                          3   published, but not confirmed by every live node, or no node is live
                          4   not published: another revision is in force than the one that --base names
                          5   the API is not reachable, or not known
                        """);
    }

    static Stream<String> commands() {
        return Stream.concat(COMMANDS.stream(), Stream.of("policy", "audit", "agent", "key", "kafka"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAHelpThatFitsIntoATerminal(String command) {
        var call = call((command + " --help").split(" ", -1));

        assertThat(call.code()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).startsWith("Usage: tollhouse " + command + " ");
        assertThat(call.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(call("--version").out()).matches("tollhouse \\S+ \\(Java [^)]+\\)\n");
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        assertThat(call("completion").out())
                .contains("complete -F _complete_tollhouse", "validate test explain apply get history maximum");
    }

    @Test
    void theReadmeHasEveryCommandAndEveryExitCodeOfTheHelp() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        var exitCodes = call("--help").out().lines().filter(line -> line.matches("  [0-9] {3}.*"));

        assertThat(COMMANDS).allSatisfy(command -> assertThat(readme).contains("`" + command));
        assertThat(exitCodes)
                .hasSize(6)
                .allSatisfy(line -> assertThat(readme.replace("`", ""))
                        .contains("| " + line.substring(2, 3) + " | " + line.substring(6) + " |"));
    }
}
