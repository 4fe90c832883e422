package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.cli.init.NewFleet;
import io.tollhouse.cli.output.Table;
import io.tollhouse.contract.settings.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollhouse init}. */
@Command(
        name = "init",
        sortOptions = false,
        description = {
            "Make what a new fleet needs: its id, its signing key, tokens, secrets of agents.",
            "Each kind of process gets a folder of its own. What is there is kept, so that a second call adds",
            "agents. Nothing is sent; no secret is printed."
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP})
final class InitCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FOLDER", description = "where the folders are made")
    private Path folder = Path.of("");

    @Option(names = "--agent", required = true, paramLabel = "NAME", description = "an agent's name; may be repeated")
    private List<String> agents = List.of();

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:3128",
            description = "where agents find a node, for their .curlrc (${DEFAULT-VALUE})")
    private String proxy = "";

    InitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        for (var agent : agents) {
            if (!NewFleet.isAgent(agent)) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--agent: a name is 1 to 64 letters, digits, '.', '_', '@', '-', and begins with a letter or digit.");
            }
        }
        var where = HostPort.parse(proxy)
                .orElseThrow(() -> new Failure(ExitCode.USAGE, "--proxy: must be host:port, as 10.0.0.5:3128."));
        var fleet = new NewFleet(folder);
        try {
            fleet.make(agents, where);
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, folder + " cannot be written to (" + e + "); name another folder.");
        }
        report(fleet);
        return ExitCode.DONE;
    }

    private void report(NewFleet fleet) {
        if (session.isTable()) {
            new Table(session.console(), "FOR", "FOLDER")
                    .print(fleet.readers().entrySet().stream()
                            .map(reader ->
                                    List.of(reader.getKey(), reader.getValue().toString()))
                            .toList());
        } else {
            var document = JsonNodeFactory.instance.objectNode();
            fleet.readers().forEach((reader, path) -> document.put(reader, path.toString()));
            session.printDocument(document);
        }
    }
}
