package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Refused;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.decision.Explanation;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollhouse policy explain}. */
@Command(
        name = "explain",
        sortOptions = false,
        description = {
            "Say what is decided of a request, by which rule, and why each other rule did not decide.",
            "Judged by the policy in force with the kills over it; with --policy by a file, which needs no fleet.",
            "What a node refuses for its own addresses and those of its fleet is not seen here."
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class PolicyExplainCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "REQUEST",
            converter = RequestConverter.class,
            description = "as 'GET https://host/path', 'CONNECT host:port', 'CONNECT host:port tls' or 'DNS name AAAA'")
    private RequestConverter.Request request = RequestConverter.Request.NONE;

    @Option(names = "--agent", required = true, paramLabel = "NAME", order = 1, description = "who asks")
    private String agent = "";

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            order = 2,
            converter = AddressConverter.class,
            description = "the client's address")
    @Nullable
    private IpAddress from;

    @Option(
            names = "--resolves-to",
            paramLabel = "ADDRESS",
            order = 3,
            split = ",",
            converter = AddressConverter.class,
            description =
                    "what the host resolves to, or the upstream of a route; where left out, the name alone is judged")
    private List<IpAddress> resolves = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            order = 4,
            converter = InstantConverter.class,
            description = "when, as 2027-01-31T12:00:00Z; where left out, now")
    @Nullable
    private Instant at;

    @Option(names = "--policy", paramLabel = "FILE", order = 5, description = "judge by this file")
    @Nullable
    private String policy;

    @Mixin
    private final BoundOption bound = new BoundOption();

    @Option(names = "--all", order = 60, description = "show the rules for other hosts too")
    private boolean all;

    PolicyExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure, InvalidDocument {
        if (policy == null && bound.isNamed()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--maximum needs --policy: what is in force is judged within the maximum in force.");
        }
        var document = policy == null ? asked() : judged(policy);
        if (session.isTable()) {
            new ExplainReport(session.console(), all).print(document);
        } else {
            session.printDocument(document);
        }
        return ExitCode.DONE;
    }

    private JsonNode asked() throws ApiException, Failure {
        var addresses = resolves.stream().map(IpAddress::text).collect(Collectors.joining(","));
        try {
            return session.api()
                    .explain(
                            agent,
                            request.text(),
                            from == null ? null : from.text(),
                            addresses,
                            at == null ? null : at.toString());
        } catch (Refused e) {
            if (e.status() != Refused.NOT_FOUND) {
                throw e;
            }
            throw new Failure(ExitCode.REFUSED, "no policy has been published yet. --policy FILE judges by a file.");
        }
    }

    private JsonNode judged(String name) throws Failure, InvalidDocument {
        var file = PolicyFile.read(name, session.input());
        var matcher = Matcher.compile(
                PolicyCodec.parse(file.bytes(), file.label(), ListFiles.of(file).read()),
                bound.read(session.input()),
                0,
                "",
                Surroundings.none());
        var when = at == null ? Instant.now() : at;
        return JsonMapper.builder()
                .build()
                .valueToTree(Explanation.of(matcher, request.parsed(), agent, from, resolves, when));
    }
}
