package dev.chancery.flows.decode;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What the agent knows of addresses. Called on the decoder's thread; must not block. */
public interface EndpointLookup {
  /** Knows identities only, as the proxy told them. */
  EndpointLookup NONE = (address, identity) -> FlowEndpoint.ofIdentity(identity);

  /**
   * Who an address is.
   *
   * @param address unresolved, with an empty host, where the proxy gave none
   * @param identity as the proxy says, or 0: then the address decides
   */
  FlowEndpoint endpoint(InetSocketAddress address, long identity);

  /** The Kubernetes service that has this address and port as a frontend. */
  default Optional<FlowService> service(InetSocketAddress frontend) {
    return Optional.empty();
  }

  /** Names by which {@code observer} has looked {@code named} up, without final dots. */
  default List<String> names(InetSocketAddress observer, InetSocketAddress named) {
    return List.of();
  }

  /** A Kubernetes service. */
  record FlowService(String name, String namespace) {}
}
