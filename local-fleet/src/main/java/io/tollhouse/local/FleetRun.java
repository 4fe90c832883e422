package io.tollhouse.local;

import io.tollhouse.local.data.DataFolder;
import io.tollhouse.local.data.Refused;
import io.tollhouse.local.elasticsearch.ElasticsearchServer;
import io.tollhouse.local.parts.ElasticsearchPart;
import io.tollhouse.local.parts.KafkaPart;
import io.tollhouse.local.process.Modules;
import io.tollhouse.local.process.Service;
import io.tollhouse.local.process.Supervised;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One run of a fleet, from start to stop. */
final class FleetRun {
    private final DataFolder data;
    private final List<Supervised> parts;
    private final StopSignals signals;

    private FleetRun(DataFolder data, List<Supervised> parts) {
        this.data = data;
        this.parts = List.copyOf(parts);
        this.signals = StopSignals.listen();
    }

    static FleetRun start(UpOptions options) throws IOException, Refused {
        var modules = Modules.ofLauncher();
        var data = DataFolder.take(dataFolder(options, modules));
        if (options.fresh) {
            ElasticsearchServer.deleteElsewhere(data.root());
            data.empty();
        }
        var progress = new Progress(System.out);
        var parts = new ArrayList<Supervised>();
        for (var service : services(options, modules, data)) {
            parts.add(new Supervised(service, progress));
        }
        var run = new FleetRun(data, parts);
        parts.forEach(Supervised::start);
        return run;
    }

    private static Path dataFolder(UpOptions options, Modules modules) {
        var named = System.getenv("TOLLHOUSE_DATA");
        if (options.data != null) {
            return options.data;
        }
        return named == null ? modules.home().resolve(".tollhouse") : Path.of(named);
    }

    private static List<Service> services(UpOptions options, Modules modules, DataFolder data) {
        var ports = options.ports();
        var all = List.of(
                new KafkaPart(modules, data, ports).service(),
                new ElasticsearchPart(modules, data, ports, Map.of()).service());
        return all.stream()
                .filter(service -> options.only.isEmpty() || options.only.contains(service.name()))
                .toList();
    }

    /** Returns with the exit code when it was told to stop, and everything has. */
    int await() throws InterruptedException, IOException {
        int code = signals.await();
        var backwards = new ArrayList<>(parts);
        Collections.reverse(backwards);
        for (var part : backwards) {
            part.stop();
        }
        data.close();
        return code;
    }
}
