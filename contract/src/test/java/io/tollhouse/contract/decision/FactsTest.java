package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Policies.addresses;
import static io.tollhouse.contract.decision.Policies.host;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.policy.DnsType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {

    private final Destination to = new Destination(host("x.example"), 80);
    private final Facts facts = Facts.http(
            "a",
            Policies.address("10.0.0.1"),
            to,
            Policies.NOW,
            new Facts.Request("GET", "/index.html", Headers.NONE, false));

    /** Records name this hash; another one for the same facts would make old records look wrong. */
    @Test
    void theHashOfFactsNeverChanges() {
        assertThat(facts.hash()).isEqualTo("1144a2543b30b3fa6426383b57537d95ab2df01b78bb410d79268fa9df6a1ac6");
        assertThat(facts.hash(addresses("93.184.215.14 2606:4700::1"), List.of(host("cdn.example"))))
                .isEqualTo("0dcf7b759f17a5f87f680d9cb9177c30761f03306f93deb67967749bef32cead");
    }

    @Test
    void aDnsQuestionAsksForANameAndEverythingElseForHostAndPort() {
        assertThat(facts.asked()).isEqualTo("x.example:80");
        assertThat(Facts.dns("a", null, to.host(), Policies.NOW, DnsType.A).asked())
                .isEqualTo("x.example");
    }

    @Test
    void everyFactChangesTheHash() {
        var hashes = new ArrayList<String>();
        hashes.add(facts.hash());
        hashes.add(Facts.http(
                        "b",
                        Policies.address("10.0.0.1"),
                        to,
                        Policies.NOW,
                        new Facts.Request("GET", "/index.html", Headers.NONE, false))
                .hash());
        hashes.add(Facts.http("a", null, to, Policies.NOW, new Facts.Request("GET", "/index.html", Headers.NONE, false))
                .hash());
        hashes.add(Facts.http(
                        "a",
                        Policies.address("10.0.0.1"),
                        to,
                        Policies.NOW,
                        new Facts.Request("HEAD", "/index.html", Headers.NONE, false))
                .hash());
        hashes.add(Facts.http(
                        "a",
                        Policies.address("10.0.0.1"),
                        to,
                        Policies.NOW,
                        new Facts.Request("GET", "/", Headers.NONE, false))
                .hash());
        hashes.add(Facts.connect("a", Policies.address("10.0.0.1"), to, Policies.NOW)
                .hash());
        hashes.add(facts.withAt(Policies.NOW.plusNanos(1)).hash());
        hashes.add(facts.hash(addresses("93.184.215.14 93.184.215.15"), List.of()));
        hashes.add(facts.hash(addresses("93.184.215.15 93.184.215.14"), List.of()));
        hashes.add(facts.hash(List.of(), List.of(host("cdn.example"))));

        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void noValueCanPassForTwoFacts() {
        var one = Facts.http("a", null, to, Policies.NOW, new Facts.Request("GET", "/\npath 1:/", Headers.NONE, false));
        var other = Facts.http(
                "a\nmethod 3:GET", null, to, Policies.NOW, new Facts.Request("GET", "/", Headers.NONE, false));

        assertThat(one.hash()).isNotEqualTo(other.hash());
    }
}
