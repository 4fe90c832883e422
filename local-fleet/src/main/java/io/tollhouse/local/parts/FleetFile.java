package io.tollhouse.local.parts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.local.data.DataFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code fleet.json}: where everything is, for programs. The command line finds the API in it. */
public final class FleetFile {
    private FleetFile() {}

    public static void write(DataFolder data, Ports ports) throws IOException {
        WholeFile.write(data.root().resolve("fleet.json"), text(ports));
    }

    private static String text(Ports ports) throws JsonProcessingException {
        var fleet = new LinkedHashMap<String, Object>();
        fleet.put("api", ports.apiUrl());
        fleet.put("consumer", ports.consumerUrl());
        fleet.put("kafka", ports.kafkaBootstrap());
        fleet.put("elasticsearch", ports.elasticsearchUrl());
        fleet.put("nodes", nodes(ports));
        fleet.put("demo", Map.of("http", "http://" + ports.demo(), "https", "https://" + ports.demoTls()));
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(fleet) + "\n";
    }

    private static List<Map<String, String>> nodes(Ports ports) {
        return IntStream.rangeClosed(1, ports.nodes())
                .mapToObj(node -> {
                    var addresses = new LinkedHashMap<String, String>();
                    addresses.put("name", ProductPart.nodeName(node));
                    addresses.put("proxy", ports.proxy(node));
                    addresses.put("admin", ports.admin(node));
                    return (Map<String, String>) addresses;
                })
                .toList();
    }
}
