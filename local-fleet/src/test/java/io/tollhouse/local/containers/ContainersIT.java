package io.tollhouse.local.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The fleet of {@code docker-compose.yml} with two nodes, in images that are built for it: as people run it. */
@EnabledIfSystemProperty(
        named = "tollhouse.it",
        matches = "containers",
        disabledReason = "fleets in containers are tested with -Dtollhouse.it=containers")
class ContainersIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path COMPOSE = HOME.resolve("docker-compose.yml");
    private static final String AGENT = "agent-1";

    /** With a build of all images, which fetches libraries. */
    private static final Duration START = Duration.ofMinutes(20);

    private static final Duration COMMAND = Duration.ofMinutes(1);

    private static ComposeContainer fleet;

    @BeforeAll
    static void start() {
        assumeTrue(hasEngine(), "no Docker engine answers here");
        var healthy = Wait.forHealthcheck().withStartupTimeout(START);
        fleet = new ComposeContainer(COMPOSE.toFile())
                .withBuild(true)
                .withScaledService("proxy-node", 2)
                .withStartupTimeout(START)
                .waitingFor("policy-distributor-1", healthy)
                .waitingFor("audit-consumer-1", healthy)
                .waitingFor("searxng-1", healthy)
                .waitingFor(AGENT, healthy); // it reaches a node
        fleet.start();
    }

    /** Says so where everybody sees it: who asks for this test waits for it. */
    private static boolean hasEngine() {
        boolean answers = DockerClientFactory.instance().isDockerAvailable();
        if (!answers) {
            System.out.println(
                    "ContainersIT is skipped: no Docker engine answers here (DOCKER_HOST, /var/run/docker.sock).");
        }
        return answers;
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.stop();
        }
    }

    @Test
    void whatAnAgentAsksForIsJudgedAndFound() throws Exception {
        assertThat(curl("http://search.tollhouse.test/")).contains("builtin.no-policy");

        assertThat(tollhouse("policy", "apply", "/examples/containers.yaml")).contains("2/2 nodes confirmed");

        assertThat(curl("http://search.tollhouse.test/healthz")).startsWith("HTTP/1.1 200");
        assertThat(curl("http://169.254.169.254/latest/meta-data/"))
                .startsWith("HTTP/1.1 403 Tollhouse builtin.metadata");
        Awaitility.await("both are in the audit trail")
                .atMost(COMMAND)
                .untilAsserted(() -> assertThat(tollhouse("audit", "search", "agent:research-1", "--since", "10m"))
                        .contains("search.tollhouse.test:80/healthz", "builtin.metadata"));
    }

    @Test
    void anAgentReachesNothingByItself() throws Exception {
        var agent = container(AGENT);

        assertThat(agent.execInContainer("curl", "-sS", "-m", "5", "--noproxy", "*", "http://kafka:9092/")
                        .getExitCode())
                .isNotZero();
        assertThat(agent.execInContainer("nc", "-z", "-w", "5", "proxy-node", "9100")
                        .getExitCode())
                .isNotZero();
    }

    /** Head and body of what an agent on the internal network is answered; its proxy and its secret stand in its own file. */
    private static String curl(String url) throws Exception {
        return container(AGENT)
                .execInContainer("curl", "-sS", "-i", "-m", "30", url)
                .getStdout();
    }

    private static ContainerState container(String service) {
        return fleet.getContainerByServiceName(service).orElseThrow();
    }

    /** {@code docker compose run --rm cli}, which Testcontainers has not: the service of the file, with this command. */
    private static String tollhouse(String... command) throws Exception {
        var cli = ComposeFile.read(COMPOSE).service("cli");
        var project = project();
        try (var run = new GenericContainer<>(DockerImageName.parse(cli.text("image")))) {
            run.withNetworkMode(project + "_" + cli.list("networks").get(0))
                    .withEnv(cli.environment())
                    .withCommand(command)
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(COMMAND))
                    .withCreateContainerCmdModifier(create -> Optional.ofNullable(create.getHostConfig())
                            .orElseGet(HostConfig::new)
                            .withBinds(cli.mounts().stream()
                                    .map(mount -> Bind.parse(source(project, mount) + ":" + mount.target() + ":ro"))
                                    .toList()));
            try {
                run.start();
            } catch (ContainerLaunchException e) {
                throw new AssertionError("tollhouse " + String.join(" ", command) + " says: " + run.getLogs(), e);
            }
            return run.getLogs();
        }
    }

    private static String source(String project, ComposeFile.Mount mount) {
        return mount.source().startsWith("./")
                ? HOME.resolve(mount.source()).normalize().toString()
                : project + "_" + mount.source();
    }

    /** With which the names of networks and volumes begin. */
    private static String project() {
        return Optional.ofNullable(
                        container(AGENT).getContainerInfo().getConfig().getLabels())
                .map(labels -> labels.get("com.docker.compose.project"))
                .orElseThrow();
    }
}
