package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.parse.language.Compat;
import dev.chancery.policy.parse.language.Language;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.world.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Policies and endpoints for tests. */
final class Policies {
  private Policies() {}

  /** The only rule of a cluster-wide policy. */
  static Policy cilium(String rule) {
    var parsed =
        new PolicyParser("default", Language.of(Compat.V1_19))
            .parse(
                "p.yaml",
                "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name:"
                    + " p}\nspec: {"
                    + rule
                    + "}\n")
            .get(0);
    assertThat(parsed.errors()).isEmpty();
    return parsed.policy().orElseThrow();
  }

  /** Of an endpoint at 10.0.0.7 with number 7. */
  static EndpointPolicy egress(PolicyEntry... entries) {
    return new EndpointPolicy(
        endpoint(7, "10.0.0.7"),
        DirectionPolicy.open(Direction.INGRESS),
        new DirectionPolicy(Direction.EGRESS, true, List.of(entries)));
  }

  static Endpoint endpoint(int id, String... addresses) {
    return new Endpoint(
        id,
        "default",
        "pod-" + id,
        new Identity(1000 + id, Labels.of()),
        Stream.of(addresses).map(a -> IpPrefix.parse(a).address()).toList(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
