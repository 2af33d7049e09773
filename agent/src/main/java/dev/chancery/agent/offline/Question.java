package dev.chancery.agent.offline;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.world.Endpoint;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code policy explain} is asked.
 *
 * @param from {@code namespace/pod}, {@code pod} in namespace default, an address, or the name of a
 *     reserved identity such as {@code world}
 * @param to as {@code from}
 * @param http empty for a plain connection
 */
public record Question(
    String from, String to, Protocol protocol, int port, Optional<Request.Http> http) {
  /** One end of a connection: who it is, and its policy where it is an endpoint of this node. */
  record End(String name, int identity, Optional<Endpoint> endpoint) {
    /**
     * @throws IllegalArgumentException with a message for the user if there is nobody of that name
     */
    static End find(NodeView view, String name) {
      if (InetAddresses.isInetAddress(name)) {
        var address = InetAddresses.forString(name);
        return view.endpoint(address)
            .map(e -> of(e))
            .orElseGet(
                () ->
                    new End(
                        name,
                        view.resolution().ipCache().identity(address).number(),
                        Optional.empty()));
      }
      String key = name.contains("/") ? name : "default/" + name;
      return view.world().endpoints().stream()
          .filter(e -> e.key().equals(key))
          .findFirst()
          .map(End::of)
          .or(() -> reserved(name).map(i -> new End(name, i.number(), Optional.empty())))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      name
                          + ": no such pod (expected: an address, a reserved identity such as world,"
                          + " or one of "
                          + view.world().endpoints().stream().map(Endpoint::key).toList()
                          + ")"));
    }

    private static End of(Endpoint endpoint) {
      return new End(endpoint.key(), endpoint.identity().number(), Optional.of(endpoint));
    }

    private static Optional<Identity> reserved(String name) {
      return Arrays.stream(ReservedIdentity.values())
          .filter(r -> r.text().equals(name.toLowerCase(Locale.ROOT)))
          .findFirst()
          .map(ReservedIdentity::identity);
    }
  }
}
