package dev.chancery.agent.offline;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.world.Endpoint;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One end of a connection.
 *
 * @param name as answers show it
 * @param identity its number
 * @param endpoint empty where the end is no endpoint of this node, and has no policy here
 * @param address that was asked about; empty for pods and reserved identities
 */
public record End(
    String name, int identity, Optional<Endpoint> endpoint, Optional<InetAddress> address) {
  /**
   * Whom a {@link Question} means.
   *
   * @throws IllegalArgumentException with a message for the user if there is nobody of that name
   */
  public static End find(NodeView view, String name) {
    if (InetAddresses.isInetAddress(name)) {
      return at(view, InetAddresses.forString(name), name);
    }
    String key = name.contains("/") ? name : "default/" + name;
    return view.world().endpoints().stream()
        .filter(e -> e.key().equals(key))
        .findFirst()
        .map(End::of)
        .or(() -> reserved(name))
        .or(() -> LearntNames.address(view, name).map(address -> at(view, address, name)))
        .orElseThrow(() -> new IllegalArgumentException(nobody(view, name)));
  }

  private static End at(NodeView view, InetAddress address, String name) {
    return view.endpoint(address)
        .map(End::of)
        .orElseGet(
            () ->
                new End(
                    name,
                    view.resolution().ipCache().identity(address).number(),
                    Optional.empty(),
                    Optional.of(address)));
  }

  private static End of(Endpoint endpoint) {
    return new End(
        endpoint.key(), endpoint.identity().number(), Optional.of(endpoint), Optional.empty());
  }

  private static Optional<End> reserved(String name) {
    return Arrays.stream(ReservedIdentity.values())
        .filter(r -> r.text().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(ReservedIdentity::identity)
        .map((Identity i) -> new End(name, i.number(), Optional.empty(), Optional.empty()));
  }

  private static String nobody(NodeView view, String name) {
    return name
        + ": no such pod (expected: an address, a reserved identity such as world, or one of "
        + view.world().endpoints().stream().map(Endpoint::key).toList()
        + ")";
  }
}
