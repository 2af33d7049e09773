package dev.chancery.envoy.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Redirect;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A listener that all endpoints of a node share: one for each kind of traffic and direction, as in
 * Cilium's {@code pkg/proxy/proxyports}.
 */
public enum ProxyListener {
  HTTP_EGRESS("cilium-http-egress", Direction.EGRESS),
  HTTP_INGRESS("cilium-http-ingress", Direction.INGRESS),
  /** Connections that are let through, or not, by the name in their TLS hello. */
  TCP_EGRESS("cilium-generic-egress", Direction.EGRESS),
  TCP_INGRESS("cilium-generic-ingress", Direction.INGRESS);

  private final String portName;
  private final Direction direction;

  ProxyListener(String portName, Direction direction) {
    this.portName = portName;
    this.direction = direction;
  }

  /** Where a redirect leads; empty for what Envoy does not read. */
  public static Optional<ProxyListener> of(Redirect.Parser parser, Direction direction) {
    boolean egress = direction == Direction.EGRESS;
    return switch (parser) {
      case HTTP -> Optional.of(egress ? HTTP_EGRESS : HTTP_INGRESS);
      case TLS -> Optional.of(egress ? TCP_EGRESS : TCP_INGRESS);
      case KAFKA, PROXYLIB, DNS, CRD -> Optional.empty();
    };
  }

  /** Where the redirects of a policy lead. */
  public static Set<ProxyListener> of(EndpointPolicy policy) {
    var listeners = EnumSet.noneOf(ProxyListener.class);
    for (Direction direction : Direction.values()) {
      policy.direction(direction).entries().stream()
          .filter(e -> e.action() == Action.ALLOW)
          .flatMap(e -> e.redirect().stream())
          .flatMap(r -> of(r.parser(), direction).stream())
          .forEach(listeners::add);
    }
    return listeners;
  }

  /** Name of its proxy port; the listener's own is {@code <name>:<port>}. */
  public String portName(ProxyRelease release) {
    return release == ProxyRelease.V1_20 ? portName.replace("generic", "tls") : portName;
  }

  public Direction direction() {
    return direction;
  }

  public boolean isHttp() {
    return this == HTTP_EGRESS || this == HTTP_INGRESS;
  }
}
