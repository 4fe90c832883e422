package io.tollhouse.local;

import io.tollhouse.local.data.DataFolder;
import io.tollhouse.local.data.FleetKeys;
import io.tollhouse.local.data.Refused;
import io.tollhouse.local.elasticsearch.ElasticsearchServer;
import io.tollhouse.local.opening.Api;
import io.tollhouse.local.opening.FirstPolicy;
import io.tollhouse.local.opening.Opening;
import io.tollhouse.local.parts.FleetFile;
import io.tollhouse.local.parts.PartEnvironment;
import io.tollhouse.local.parts.Ports;
import io.tollhouse.local.parts.ProductPart;
import io.tollhouse.local.parts.Site;
import io.tollhouse.local.process.Modules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/** One run of a fleet, from start to stop. */
final class FleetRun {
    private final DataFolder data;
    private final Crew crew;
    private final Progress progress;
    private final StopSignals signals;

    private FleetRun(DataFolder data, Crew crew, Progress progress) {
        this.data = data;
        this.crew = crew;
        this.progress = progress;
        this.signals = StopSignals.listen();
    }

    /**
     * Starts everything; {@link #await} then waits for the end.
     *
     * @throws Refused before anything was started, when it cannot be started like this
     */
    static FleetRun start(UpOptions options, Map<String, String> variables) throws IOException, Refused {
        long start = System.nanoTime();
        var environment = PartEnvironment.of(variables);
        var modules = Modules.ofLauncher();
        var ports = options.ports();
        var data = DataFolder.take(dataFolder(options, variables, modules));
        ports.check();
        if (options.fresh) {
            ElasticsearchServer.deleteElsewhere(data.root());
            data.empty();
        }
        var keys = FleetKeys.in(data);
        FleetFile.write(data, ports);
        var progress = new Progress(System.out, start);
        var crew = Crew.of(new Site(modules, data, ports, environment), keys, progress);
        var run = new FleetRun(data, crew, progress);
        var steps = new NextSteps(modules.home(), data.root(), ports);
        var watch = new OpeningWatch(crew, opening(modules, ports, keys), progress, steps);
        crew.start();
        watch.start();
        return run;
    }

    private static Path dataFolder(UpOptions options, Map<String, String> variables, Modules modules) {
        var named = variables.get("TOLLHOUSE_DATA");
        if (options.data != null) {
            return options.data;
        }
        return named == null ? modules.home().resolve(".tollhouse") : Path.of(named);
    }

    private static Opening opening(Modules modules, Ports ports, FleetKeys keys) throws IOException {
        var example = modules.home().resolve("examples/agents.yaml");
        return new Opening(
                new Api(ports.apiUrl(), keys.token()),
                FirstPolicy.of(example, ports.demo(), ports.demoTls()),
                IntStream.rangeClosed(1, ports.nodes())
                        .mapToObj(ProductPart::nodeName)
                        .toList(),
                ports.proxy());
    }

    /** Returns with the exit code when it was told to stop, and everything has. */
    int await() throws InterruptedException, IOException {
        int code = signals.await();
        progress.stopping();
        crew.stop();
        data.close();
        progress.stopped();
        return code;
    }
}
