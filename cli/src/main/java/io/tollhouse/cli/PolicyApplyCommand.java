package io.tollhouse.cli;

import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Document;
import io.tollhouse.cli.api.Published;
import io.tollhouse.cli.api.Refused;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollhouse policy apply}. */
@Command(
        name = "apply",
        sortOptions = false,
        description = {
            "Publish a policy, and show each live node as it confirms that it enforces it.",
            "To go back, apply an older text: tollhouse policy get --revision N | tollhouse policy apply -"
        },
        exitCodeList = {
            ExitCode.DONE_HELP,
            ExitCode.REFUSED_HELP,
            ExitCode.USAGE_HELP,
            ExitCode.UNCONFIRMED_HELP,
            ExitCode.BASE_MOVED_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class PolicyApplyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = PolicyFile.HELP)
    private String file = "-";

    @Option(
            names = "--base",
            paramLabel = "N",
            converter = NumberConverter.FromZero.class,
            description = "publish only if revision N, which you changed, is still in force")
    @Nullable
    private Long base;

    @Option(names = "--why", paramLabel = "TEXT", description = "a line for the history")
    @Nullable
    private String why;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    PolicyApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure, InvalidDocument, InterruptedException {
        var read = PolicyFile.read(file, session.input());
        var api = session.api();
        var published = new Sending(session).send(read, document -> publish(api, document));
        session.warn(published.warnings());
        return wait.await(api, new ApplyReport(session, published, wait.timeout()));
    }

    private Published publish(Api api, Document document) throws ApiException, Failure {
        try {
            return api.publish(document, base, why);
        } catch (Refused e) {
            if (e.status() != Refused.CONFLICT || e.current().isEmpty()) {
                throw e;
            }
            long current = e.current().getAsLong();
            throw new Failure(
                    ExitCode.BASE_MOVED,
                    "not published: revision " + current + " is in force, not " + base
                            + ". Look at it (tollhouse policy get), bring your change into it, and apply that with --base "
                            + current + ".");
        }
    }
}
