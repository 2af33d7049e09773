package dev.chancery.agent.offline.matrix;

import dev.chancery.policy.world.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * Those who share an identity, so that the policies of others treat them alike, and a policy of
 * their own. Pods of one identity whose named ports differ may have different policies.
 *
 * @param endpoints empty for reserved identities
 */
public record Party(int identity, String name, List<Endpoint> endpoints) {
  public Party {
    endpoints = List.copyOf(endpoints);
  }

  static Party of(List<Endpoint> alike) {
    String name = alike.get(0).key();
    String more = alike.size() == 1 ? "" : " +" + (alike.size() - 1);
    return new Party(alike.get(0).identity().number(), name + more, alike);
  }

  /** One of them, whose policy is that of all. */
  Optional<Endpoint> sample() {
    return endpoints.stream().findFirst();
  }
}
