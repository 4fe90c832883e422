package io.tollhouse.cli;

import io.tollhouse.contract.address.Destination;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the programs of an agent must be told so that they leave by a node. The secret stands nowhere in it: shells put it in from {@link
 * #SECRET}.
 *
 * @param name of the agent
 * @param proxy a node, or what stands before several
 * @param ca a bundle of authorities that its programs are to believe; null for those they believe by themselves
 */
record AgentEnv(String name, Destination proxy, @Nullable Path ca) {
    /** The variable that holds the agent's secret. */
    static final String SECRET = "TOLLHOUSE_AGENT_SECRET";

    private static final String DIRECT = "localhost,127.0.0.1,::1";

    /**
     * Something for one family of clients.
     *
     * @param heading who reads it
     * @param variables by name, in the syntax of a POSIX shell within double quotes
     */
    record Family(String heading, Map<String, String> variables) {}

    List<Family> families() {
        var all = new ArrayList<>(List.of(
                new Family("curl, wget, git, Python, pip, npm, Go, Rust and most others", proxies()),
                new Family("Node.js 24 and newer; before that, give undici an EnvHttpProxyAgent", node()),
                new Family(
                        "Java; credentials come from an Authenticator of the program, which JDKs leave out for https",
                        java()),
                new Family("git over ssh, by Nmap's ncat", ssh())));
        if (ca != null) {
            all.add(new Family("whom to believe: OpenSSL, curl, git, Python, Node.js", authorities(ca)));
        }
        return all;
    }

    /** Many read the one case alone. */
    private Map<String, String> proxies() {
        var variables = new LinkedHashMap<String, String>();
        for (var key : List.of("HTTP_PROXY", "HTTPS_PROXY", "WS_PROXY", "WSS_PROXY", "ALL_PROXY")) {
            both(variables, key, url());
        }
        both(variables, "NO_PROXY", DIRECT);
        return variables;
    }

    private static void both(Map<String, String> variables, String key, String value) {
        variables.put(key, value);
        variables.put(key.toLowerCase(Locale.ROOT), value);
    }

    private static Map<String, String> node() {
        return Map.of("NODE_USE_ENV_PROXY", "1");
    }

    private Map<String, String> java() {
        var options = new StringBuilder(
                "-Djdk.http.auth.tunneling.disabledSchemes= -Dhttp.nonProxyHosts=localhost|127.*|[::1]");
        for (var scheme : List.of("http", "https")) {
            options.append(" -D%s.proxyHost=%s -D%s.proxyPort=%d"
                    .formatted(scheme, proxy.host().text(), scheme, proxy.port()));
        }
        return Map.of("JAVA_TOOL_OPTIONS", options.toString());
    }

    private Map<String, String> ssh() {
        return Map.of(
                "GIT_SSH_COMMAND",
                "ssh -o 'ProxyCommand=ncat --proxy %s --proxy-type http --proxy-auth %s:${%s} %%h %%p'"
                        .formatted(proxy.text(), name, SECRET));
    }

    private static Map<String, String> authorities(Path file) {
        var variables = new LinkedHashMap<String, String>();
        for (var key : List.of(
                "SSL_CERT_FILE",
                "CURL_CA_BUNDLE",
                "GIT_SSL_CAINFO",
                "REQUESTS_CA_BUNDLE",
                "PIP_CERT",
                "NODE_EXTRA_CA_CERTS")) {
            variables.put(key, inQuotes(file.toString()));
        }
        return variables;
    }

    private static String inQuotes(String text) {
        return text.replaceAll("([\\\\\"$`])", "\\\\$1");
    }

    /** Of the proxy, with the credentials that most clients take from there. */
    String url() {
        return "http://" + URLEncoder.encode(name, StandardCharsets.UTF_8) + ":${" + SECRET + "}@" + proxy.text();
    }

    /** For browsers, which take no credentials from a URL and ask for them. */
    String pac() {
        return """
                function FindProxyForURL(url, host) {
                  if (host === "localhost" || host === "127.0.0.1" || host === "::1") {
                    return "DIRECT";
                  }
                  return "PROXY %s";
                }
                """.formatted(proxy.text());
    }
}
