package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Opens the resolver's second half to tests that bring their own identities. */
public final class Resolutions {
  private Resolutions() {}

  public static Map<String, EndpointPolicy> policies(World world, Collection<Identity> identities) {
    return Resolver.policies(world, List.copyOf(identities));
  }
}
