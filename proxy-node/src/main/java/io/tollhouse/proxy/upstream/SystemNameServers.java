package io.tollhouse.proxy.upstream;

import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The name servers of the machine, as resolv.conf(5) lists them. Search lists and options are not read. */
public final class SystemNameServers {
    private static final int DNS_PORT = 53;

    private SystemNameServers() {}

    /** Of this machine, from {@code /etc/resolv.conf}. */
    public static List<InetSocketAddress> list() {
        return list(Path.of("/etc/resolv.conf"));
    }

    /** The servers in the order of the file; none where there is no such file. Lines in another form are passed over. */
    static List<InetSocketAddress> list(Path file) {
        var servers = new ArrayList<InetSocketAddress>();
        for (var line : lines(file)) {
            var words = line.strip().split("\\s+", 3);
            if (words.length >= 2 && words[0].equals("nameserver")) {
                add(words[1], servers);
            }
        }
        return servers;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void add(String text, List<InetSocketAddress> servers) {
        try {
            servers.add(new InetSocketAddress(IpAddress.parse(text).toInetAddress(), DNS_PORT));
        } catch (MalformedHost e) {
            // a zone id, or a name: not a server that this node can ask
        }
    }
}
