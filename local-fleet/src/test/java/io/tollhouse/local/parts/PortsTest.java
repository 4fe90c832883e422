package io.tollhouse.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PortsTest {
    private static Ports ports(int nodes, int admin, int api) {
        return new Ports(nodes, 3128, admin, api, 8081, 19092, 19093, 19200, 19300, 18080, 18443);
    }

    @Test
    void everythingButTheDemonstrationIsClosedToAgents() {
        assertThat(ports(2, 9100, 8080).closedToAgents())
                .containsExactlyInAnyOrder(
                        "127.0.0.1:8080",
                        "127.0.0.1:8081",
                        "127.0.0.1:19092",
                        "127.0.0.1:19093",
                        "127.0.0.1:19200",
                        "127.0.0.1:19300",
                        "127.0.0.1:3128",
                        "127.0.0.1:9100",
                        "127.0.0.1:3129",
                        "127.0.0.1:9101");
    }

    @Test
    void theRowsOfNodesMustNotMeetAnotherPort() {
        assertThatThrownBy(() -> ports(3, 8079, 8080).check())
                .hasMessageContaining("port 8080 is wanted twice: by --api-port and by --admin-port")
                .hasMessageContaining("port 8081 is wanted twice: by --consumer-port and by --admin-port");
    }

    @Test
    void aNumberThatIsNoPortIsNamedWithItsFlag() {
        assertThatThrownBy(() -> ports(1, 9100, 70000).check())
                .hasMessageContaining("port 70000 is none: ports are 1 to 65535 (--api-port)");
    }
}
