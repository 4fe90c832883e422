package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.MalformedHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicSuffixesTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "com, true",
        "co.uk, true",
        "github.io, true",
        "s3.amazonaws.com, true",
        "xn--p1ai, true",
        "anything.ck, true",
        "www.ck, false",
        "example.com, false",
        "example, false",
        "internal, false",
        "corp.internal, false",
    })
    void aSuffixIsPublicByTheList(String name, boolean isPublic) throws MalformedHost {
        assertThat(PublicSuffixes.contains(Host.parse(name))).isEqualTo(isPublic);
    }

    @Test
    void everyRuleOfTheListIsCanonical() {
        assertThat(PublicSuffixes.rules()).hasSizeGreaterThan(9_000).allSatisfy(rule -> {
            var name = rule.replaceFirst("^(!|\\*\\.)", "");
            assertThat(Host.parse(name).text()).isEqualTo(name);
        });
    }
}
