package dev.chancery.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Protocol;
import dev.chancery.policy.resolve.Cluster;
import dev.chancery.policy.world.ContainerPort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortNameDisagreedTest {
  @ParameterizedTest
  @CsvSource({
    "egress, web, true",
    "egressDeny, web, true",
    "egress, metrics, false",
    "egress, nothing, true",
    "egress, 80, false",
    "ingress, web, false",
  })
  void aNameStandsForOneNumberOrForNothing(String list, String port, boolean warns) {
    Cluster cluster =
        new Cluster()
            .pod("shop/a", "127.20.0.5", Map.of("app", "a"), tcp("web", 80), tcp("metrics", 9090))
            .pod("shop/b", "127.20.0.6", Map.of("app", "b"), tcp("web", 81), tcp("metrics", 9090))
            .policy(
                Linted.policy(
                    "p",
                    """
                    endpointSelector: {}
                    %s:
                    - toPorts: [{ports: [{port: "%s", protocol: TCP}]}]
                    """
                        .formatted(list, port)));

    assertThat(Linted.paths(cluster, "port-name-disagreed"))
        .isEqualTo(warns ? List.of("spec." + list + "[0].toPorts[0].ports") : List.of());
  }

  private static ContainerPort tcp(String name, int port) {
    return new ContainerPort(name, Protocol.TCP, port);
  }
}
