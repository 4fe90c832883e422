package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Policies.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.IpAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressGuardTest {

    private final AddressGuard guard = new AddressGuard(Surroundings.none(), true);

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "::ffff:10.0.0.1, PRIVATE",
        "::ffff:127.0.0.1, NEVER",
        "::ffff:169.254.169.254, METADATA",
        "::ffff:93.184.215.14, -",
        "::127.0.0.1, NEVER",
        "::93.184.215.14, NEVER",
        "::ffff:0:7f00:1, NEVER",
        "::ffff:0:a9fe:a9fe, METADATA",
        "2002:a9fe:a9fe::1, METADATA",
        "2002:7f00:1::, NEVER",
        "2001:0:a9fe:a9fe::1, METADATA",
        "2001::5601:5601, METADATA",
        "64:ff9b::a9fe:a9fe, METADATA",
        "64:ff9b:1::a9fe:a9fe, METADATA",
        "64:ff9b:1:a9fe:a9:fe00::, METADATA",
        "fe80::5efe:a9fe:a9fe, METADATA",
        "2606:4700::5efe:a9fe:a9fe, METADATA",
        "2606:4700::200:5efe:10.0.0.1, PRIVATE",
        "2606:4700::5efe:93.184.215.14, RESERVED",
        "2606:4700::100:5efe:10.0.0.1, -",
        "2606:4700::5eff:10.0.0.1, -",
        "2606:4700::a00:1, -",
    })
    void ipv4InsideIpv6IsJudgedToo(String address, String expected) {
        var refused = guard.refused(address(address), List.of());

        assertThat(refused == null ? "-" : refused.tier().name()).isEqualTo(expected);
    }

    /** Prefixes of the ways to write IPv4 inside IPv6, and neighbours of them. */
    private static final long[] HIGH = {
        0,
        1,
        0x0064_ff9b_0000_0000L,
        0x0064_ff9b_0001_0000L,
        0x0064_ff9b_0002_0000L,
        0x2001_0000_0000_0000L,
        0x2001_0001_0000_0000L,
        0x2002_0000_0000_0000L,
        0x2606_4700_0000_0000L,
        0xfe80_0000_0000_0000L
    };

    private static final long[] LOW = {
        0, 0xffff_0000_0000L, 0xffff_0000_0000_0000L, 0x0000_5efe_0000_0000L, 0x0200_5efe_0000_0000L
    };

    @Test
    void whatHasOneFormIsItselfAlone() {
        var random = new Random(11);
        int alone = 0;
        for (int i = 0; i < 100_000; i++) {
            long high =
                    HIGH[random.nextInt(HIGH.length)] | (random.nextBoolean() ? 0 : random.nextInt() & 0xffff_ffffL);
            long low = LOW[random.nextInt(LOW.length)] | (random.nextInt() & 0xffff_ffffL);
            var address = random.nextInt(5) == 0 ? IpAddress.v4(low & 0xffff_ffffL) : IpAddress.v6(high, low);
            if (guard.hasOneForm(address)) {
                alone++;
                assertThat(guard.forms(address)).containsExactly(address);
            }
        }
        assertThat(alone).isBetween(10_000, 90_000);
    }
}
