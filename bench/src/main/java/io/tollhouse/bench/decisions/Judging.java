package io.tollhouse.bench.decisions;

import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One decision, as a node asks for it on its event loop. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets them up
public class Judging {
    /** Rules, and names of a list that one of them denies. */
    @Param({"10/0", "1000/1000000"})
    public String size = "";

    private Matcher matcher;
    private Facts allowed;
    private Facts allowedByWildcard;
    private Facts listed;
    private Facts byDefault;
    private Facts literal;
    private List<IpAddress> addresses = List.of();

    @Setup
    public void compile() throws InvalidDocument, MalformedHost {
        int slash = size.indexOf('/');
        int rules = Integer.parseInt(size.substring(0, slash));
        int names = Integer.parseInt(size.substring(slash + 1));
        var list = names == 0 ? null : ListFile.read(Policies.names(names), Policies.LIST);
        matcher = Policies.matcher(Policies.text(rules, list != null, "first"), list, null);
        allowed = facts("h6.test:443");
        allowedByWildcard = facts("a.b.c.h0.test:443");
        listed = facts("nabcdefgh.zone5.test:443");
        byDefault = facts("www.elsewhere.example:443");
        literal = facts("93.184.215.14:443");
        addresses = List.of(IpAddress.parse("93.184.215.14"), IpAddress.parse("2606:2800:220:1::1"));
    }

    private static Facts facts(String to) throws MalformedHost {
        return Facts.connect("agent-1", IpAddress.parse("192.0.2.7"), Authority.parse(to), Instant.EPOCH)
                .speaking(Protocol.TLS);
    }

    @Benchmark
    public Decision allowedName() {
        return matcher.judgeName(allowed);
    }

    @Benchmark
    public Decision allowedNameAndAddresses() {
        return matcher.judgeAddresses(allowed, matcher.judgeName(allowed), addresses, List.of());
    }

    @Benchmark
    public Decision deepNameThatNoRuleKnows() {
        return matcher.judgeName(allowedByWildcard);
    }

    @Benchmark
    public Decision nameNearTheList() {
        return matcher.judgeName(listed);
    }

    @Benchmark
    public Decision refusedByDefault() {
        return matcher.judgeName(byDefault);
    }

    @Benchmark
    public Decision literalAddress() {
        return matcher.judgeName(literal);
    }
}
