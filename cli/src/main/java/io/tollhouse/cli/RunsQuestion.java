package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.contract.audit.TimeOrAge;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.trail.BootRegister;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks what is known, beside the trail, of the runs of nodes that wrote it. */
final class RunsQuestion {
    /** Until then a distributor that was away may countersign the key of a run. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    private final Session session;
    private final @Nullable TrustedKeys trusted;

    /** @param trusted whose countersignatures count; null where none were named */
    RunsQuestion(Session session, @Nullable TrustedKeys trusted) {
        this.session = session;
        this.trusted = trusted;
    }

    /** What is known of a time; where nobody can say, that is said, and nothing is known. */
    BootRegister ask(String from, String to, Predicate<String> nodes) {
        var now = Instant.now();
        try {
            var until = TimeOrAge.parse(to, now);
            var settled = now.minus(SETTLED);
            var register = new BootRegister(
                    trusted, TimeOrAge.parse(from, now), until.isBefore(settled) ? settled : until, settled, nodes);
            read(session.api().boots(), register);
            tell(register);
            return register;
        } catch (ApiException e) {
            session.console().say("The keys of nodes are not checked: " + e.getMessage());
            return BootRegister.none();
        } catch (DateTimeException | IllegalArgumentException e) { // who is asked for the records says so too
            return BootRegister.none();
        }
    }

    private static void read(JsonNode boots, BootRegister register) {
        if (boots.path("since").isTextual()) {
            register.since(Instant.parse(boots.path("since").asText()));
        }
        for (var entry : boots.path("records")) {
            register.add(
                    Base64.getDecoder().decode(entry.path("record").asText()),
                    Instant.parse(entry.path("appended").asText()));
        }
    }

    private void tell(BootRegister register) {
        if (trusted == null) {
            session.console()
                    .say(
                            "Countersignatures of nodes' keys are read and not verified; name --trusted-keys DIR for that.");
        } else if (register.untrusted() > 0) {
            session.console()
                    .say(
                            Count.of(register.untrusted(), "countersignature")
                                    + " of nodes' keys by none of --trusted-keys: keep the public keys of former distributors there.");
        }
    }
}
