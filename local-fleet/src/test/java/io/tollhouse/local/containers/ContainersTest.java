package io.tollhouse.local.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.settings.Key;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.local.containers.ComposeFile.Mount;
import io.tollhouse.local.containers.ComposeFile.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContainersTest {
    private static final Path HOME = Path.of("..");

    /** Which settings a stage reads from its environment. */
    private static final Map<String, Part> PARTS =
            Map.of("proxy-node", Part.NODE, "policy-distributor", Part.DISTRIBUTOR, "audit-consumer", Part.CONSUMER);

    /** Services that end when their work is done. */
    private static final Set<String> ONCE = Set.of("init", "cli");

    /** Images that write into their own folders at every start; nobody has tried them otherwise. */
    private static final Set<String> WRITES_INTO_ITS_IMAGE = Set.of("kafka", "elasticsearch", "searxng");

    private static ComposeFile compose() throws Exception {
        return ComposeFile.read(HOME.resolve("docker-compose.yml"));
    }

    private static Dockerfile dockerfile() throws Exception {
        return Dockerfile.read(HOME.resolve("Dockerfile"));
    }

    static Stream<Service> services() throws Exception {
        return compose().services().values().stream();
    }

    static Stream<Service> ours() throws Exception {
        return services().filter(service -> service.target().isPresent());
    }

    static Stream<Service> processes() throws Exception {
        return ours().filter(service -> PARTS.containsKey(service.target().orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aContainerHasNoRightsAndALimit(Service service) throws Exception {
        var user = service.has("user")
                ? service.text("user")
                : dockerfile().user(service.target().orElseThrow());

        assertThat(user).matches("[1-9][0-9]*:[0-9]+");
        assertThat(service.list("cap_drop")).containsExactly("ALL");
        assertThat(service.list("security_opt")).containsExactly("no-new-privileges:true");
        assertThat(service.fields())
                .doesNotContainKeys("cap_add", "privileged", "devices", "pid", "ipc", "userns_mode");
        assertThat(service.text("mem_limit")).matches("[1-9][0-9]*[mg]");
        assertThat(service.text("pids_limit")).matches("[1-9][0-9]*");
        assertThat(service.text("read_only")).isEqualTo(WRITES_INTO_ITS_IMAGE.contains(service.name()) ? "" : "true");
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatRunsForLongSaysWhetherItIsReady(Service service) {
        assertThat(service.check().isEmpty()).isEqualTo(ONCE.contains(service.name()));
        assertThat(service.text("restart")).isEqualTo(ONCE.contains(service.name()) ? "" : "unless-stopped");
    }

    @ParameterizedTest
    @MethodSource("services")
    void anImageIsOneCertainVersion(Service service) throws Exception {
        assertThat(service.text("image")).matches("[a-z0-9./-]+:[0-9][0-9A-Za-z._-]*[.][0-9A-Za-z._-]+");
        if (service.target().isPresent()) {
            assertThat(service.text("image"))
                    .isEqualTo("tollhouse/" + service.target().orElseThrow() + ":" + version());
        }
    }

    private static String version() throws Exception {
        var pom = Files.readString(HOME.resolve("pom.xml"));
        return pom.substring(pom.indexOf("<version>") + "<version>".length(), pom.indexOf("</version>"));
    }

    @Test
    void theKafkaThatRunsIsTheOneThatIsBuiltAgainst() throws Exception {
        var pom = Files.readString(HOME.resolve("pom.xml"));

        assertThat(pom)
                .contains("<kafka.version>" + tag(compose().service("kafka")) + "<")
                .contains("<elasticsearch.version>" + tag(compose().service("elasticsearch")) + "<");
    }

    private static String tag(Service service) {
        return service.text("image").split(":", -1)[1];
    }

    @ParameterizedTest
    @MethodSource("services")
    void nodesCanBeScaledAndNothingListensOnTheHost(Service service) {
        assertThat(service.fields()).doesNotContainKeys("container_name", "hostname", "ports");
        assertThat(service.environment()).doesNotContainKey("TOLLHOUSE_NODE_ID");
    }

    @Test
    void debiansComposeReadsItToo() throws Exception {
        assertThat(compose().keys()).containsExactlyInAnyOrder("services", "networks", "volumes");
    }

    @ParameterizedTest
    @CsvSource({
        "agents,  true,  agent proxy-node",
        "fleet,   true,  audit-consumer cli kafka policy-distributor proxy-node",
        "storage, true,  audit-consumer elasticsearch",
        "egress,  false, proxy-node searxng",
    })
    void aNetworkHasTheseAndNoOthers(String network, boolean internal, String members) throws Exception {
        var found = services()
                .filter(service -> service.list("networks").contains(network))
                .map(Service::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(String.join(" ", found)).isEqualTo(members);
        assertThat(compose().isInternal(network)).isEqualTo(internal);
    }

    @ParameterizedTest
    @MethodSource("services")
    void nobodyIsOnANetworkThatIsNotInTheTable(Service service) throws Exception {
        if (service.has("network_mode")) {
            assertThat(service.text("network_mode")).isEqualTo("none");
        } else {
            assertThat(service.list("networks")).isNotEmpty();
        }
        assertThat(compose().networks()).containsExactlyInAnyOrder("agents", "egress", "fleet", "storage");
    }

    @Test
    void theHostIsNotOnTheNetworkOfTheAgents() throws Exception {
        assertThat(compose().option("agents", "com.docker.network.bridge.inhibit_ipv4"))
                .isEqualTo("true");
    }

    @Test
    void anAgentHasNoNameServer() throws Exception {
        var agent = compose().service("agent");

        assertThat(agent.list("dns")).containsExactly("127.0.0.1");
        assertThat(agent.fields()).doesNotContainKeys("extra_hosts", "external_links", "links");
    }

    @ParameterizedTest
    @CsvSource({
        "distributor-keys, init policy-distributor",
        "admin-token,      cli init",
        "node-agents,      init proxy-node",
        "agent-research-1, agent init",
        "fleet,            audit-consumer init policy-distributor proxy-node",
        "ledger,           proxy-node",
    })
    void aSecretIsMountedByItsReaderOnly(String volume, String services) throws Exception {
        var found = services()
                .filter(service -> service.mounts().stream()
                        .anyMatch(mount -> mount.source().equals(volume)))
                .map(Service::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(String.join(" ", found)).isEqualTo(services);
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatIsMountedIsAVolumeOrAnExample(Service service) throws Exception {
        var volumes = compose().volumes();

        assertThat(service.mounts())
                .allMatch(mount -> volumes.contains(mount.source()) || isExample(mount), "a volume or an example");
    }

    private static boolean isExample(Mount mount) {
        return mount.source().startsWith("./examples")
                && mount.readOnly()
                && Files.isDirectory(HOME.resolve(mount.source()));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void everySettingIsKnownAndEveryRequiredOneIsThere(Service service) throws Exception {
        var part =
                Optional.ofNullable(PARTS.get(service.target().orElseThrow())).orElseThrow();
        var set = service.environment().keySet().stream()
                .flatMap(variable -> part.keyOf(variable).stream())
                .toList();
        var required = part.keys().stream()
                .filter(key -> key.otherwise().equals("required"))
                .map(Key::name)
                .filter(key -> !key.equals("fleet.id")) // stands in the file that init makes
                .toList();

        assertThat(service.environment().keySet())
                .allSatisfy(variable -> assertThat(part.keyOf(variable)).isPresent());
        assertThat(set).containsAll(required);
        assertThat(ProcessArguments.parse(service.list("command").toArray(String[]::new))
                        .settingsFile())
                .contains("/keys/fleet/fleet.yaml");
    }

    @Test
    void theCommandLineReadsEveryVariableThatItIsGiven() throws Exception {
        assertThat(Part.OTHER_VARIABLES)
                .containsAll(compose().service("cli").environment().keySet());
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aHealthCheckAsksWhereTheProcessListens(Service service) throws Exception {
        var where = service.name().equals("proxy-node") ? "127.0.0.1:9100" : service.variable("TOLLHOUSE_LISTEN_API");
        var port = where.substring(where.indexOf(':') + 1);

        assertThat(service.check())
                .startsWith("CMD", "java")
                .endsWith("io.tollhouse.process.check.ReadyCheck", "http://127.0.0.1:" + port + "/readyz");
        assertThatCode(() -> classNamed("io.tollhouse.process.check.ReadyCheck"))
                .doesNotThrowAnyException();
    }

    @Test
    void noAgentReachesANodesHealthAndMetrics() throws Exception {
        assertThat(compose().service("proxy-node").environment()).doesNotContainKey("TOLLHOUSE_LISTEN_ADMIN");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void anImageStartsAMainClassOfItsOwnModule(Service service) throws Exception {
        var module = service.target().orElseThrow();
        var stage = dockerfile().stage(module);
        var entrypoint =
                JsonMapper.builder().build().readValue(stage.all("ENTRYPOINT").get(0), String[].class);

        assertThat(entrypoint[0]).isEqualTo("java");
        var main = classNamed(entrypoint[entrypoint.length - 1]);
        assertThat(main.getMethod("main", String[].class)).isNotNull();
        assertThat(main.getProtectionDomain().getCodeSource().getLocation().getPath())
                .contains("/" + module + "/");
        assertThat(stage.base()).isEqualTo("runtime");
        assertThat(stage.all("COPY"))
                .containsExactly("--from=build /src/%1$s/target/lib/ /src/%1$s/target/%1$s-*.jar /opt/tollhouse/"
                        .formatted(module));
    }

    /** Not initialised: the libraries of its module are not here. */
    private static Class<?> classNamed(String name) throws ClassNotFoundException {
        return Class.forName(name, false, ContainersTest.class.getClassLoader());
    }

    @Test
    void theBuildMakesEveryModuleThatHasAnImage() throws Exception {
        var images = dockerfile().stages().values().stream()
                .filter(stage -> stage.base().equals("runtime"))
                .map(Dockerfile.Stage::name)
                .collect(Collectors.joining(","));

        assertThat(dockerfile().stage("build").all("RUN"))
                .singleElement()
                .asString()
                .contains("\"" + images + "\"");
    }

    @Test
    void theBasesAreCertainVersionsOfTheJavaThatIsBuiltFor() throws Exception {
        var release = "17";

        assertThat(dockerfile().stage("runtime").base()).matches("eclipse-temurin:" + release + "[0-9._]+-jre-[a-z]+");
        assertThat(dockerfile().stage("build").base()).matches("maven:[0-9.]+-eclipse-temurin-" + release);
        assertThat(Files.readString(HOME.resolve("pom.xml")))
                .contains("<maven.compiler.release>" + release + "</maven.compiler.release>");
    }

    /** A shell would be process 1 in the place of ours, and take SIGTERM for it. */
    @Test
    void noInstructionNeedsAShell() throws Exception {
        assertThat(dockerfile().stages().values()).allSatisfy(stage -> {
            assertThat(stage.all("RUN")).allSatisfy(run -> assertThat(run).startsWith("[\""));
            assertThat(stage.all("ENTRYPOINT"))
                    .allSatisfy(entry -> assertThat(entry).startsWith("[\""));
            assertThat(stage.all("CMD")).isEmpty();
        });
        assertThat(services().filter(service -> service.check().contains("CMD-SHELL")))
                .isEmpty();
    }

    /** A volume takes its owner from the folder that it covers, so whoever mounts it first must have that folder. */
    @Test
    void everyVolumeThatOurProcessesWriteToHasAFolderInTheImage() throws Exception {
        var folders = dockerfile().stage("runtime").all("RUN").get(0);

        assertThat(ours().flatMap(service -> service.mounts().stream())
                        .filter(mount -> !mount.readOnly())
                        .map(Mount::target))
                .isNotEmpty()
                .allSatisfy(target -> assertThat(folders).contains("\"" + target + "\""));
    }

    @Test
    void searchesAreRoutedToTheSearxngOfTheFile() throws Exception {
        var file = HOME.resolve("examples/containers.yaml");
        var policy = PolicyCodec.parse(Files.readAllBytes(file), file.toString());

        assertThat(compose().services()).containsKey("searxng");
        assertThat(Files.readString(file)).contains("upstream: http://searxng:8080\n");
        assertThat(policy.rules()).extracting(rule -> rule.id()).contains("search");
    }

    @Test
    void agentsAreKeptFromEveryPartOfTheFleet() throws Exception {
        var protectedParts = compose().service("policy-distributor").variable("TOLLHOUSE_POLICY_PROTECTED");

        assertThat(protectedParts.split(",", -1))
                .contains("kafka:9092", "elasticsearch:9200", "audit-consumer:8081", "policy-distributor:8080");
    }
}
