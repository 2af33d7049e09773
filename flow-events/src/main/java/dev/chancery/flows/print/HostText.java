package dev.chancery.flows.print;

import dev.chancery.api.flow.Endpoint;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.Layer4;
import dev.chancery.api.flow.Service;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The source and destination columns: the pod, else the service, else the DNS names, else the
 * address; and the port. A flow without addresses shows its Ethernet ends.
 */
final class HostText {
  private final Palette palette;
  private final boolean names;

  HostText(Palette palette, boolean names) {
    this.palette = palette;
    this.names = names;
  }

  String source(Flow flow) {
    if (!flow.hasIP()) {
      return flow.hasEthernet() ? palette.cyan(flow.getEthernet().getSource()) : "";
    }
    String host =
        host(
            flow.getIP().getSource(),
            flow.getSource(),
            flow.hasSourceService(),
            flow.getSourceService(),
            flow.getSourceNamesList());
    return palette.cyan(withPort(host, sourcePort(flow.getL4())));
  }

  String destination(Flow flow) {
    if (!flow.hasIP()) {
      return flow.hasEthernet() ? palette.cyan(flow.getEthernet().getDestination()) : "";
    }
    String host =
        host(
            flow.getIP().getDestination(),
            flow.getDestination(),
            flow.hasDestinationService(),
            flow.getDestinationService(),
            flow.getDestinationNamesList());
    return palette.cyan(withPort(host, destinationPort(flow.getL4())));
  }

  /** A service's namespace replaces that of the pod. */
  private String host(
      String address, Endpoint pod, boolean hasService, Service service, List<String> dnsNames) {
    if (!names) {
      return address;
    }
    String namespace = hasService ? service.getNamespace() : pod.getNamespace();
    if (!pod.getPodName().isEmpty()) {
      return path(namespace, pod.getPodName());
    }
    if (!service.getName().isEmpty()) {
      return path(namespace, service.getName());
    }
    return dnsNames.isEmpty() ? address : String.join(",", dnsNames);
  }

  private String withPort(String host, int port) {
    if (port == 0) {
      return host;
    }
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + palette.yellow(Integer.toUnsignedString(port));
  }

  private static int sourcePort(Layer4 l4) {
    return switch (l4.getProtocolCase()) {
      case TCP -> l4.getTCP().getSourcePort();
      case UDP -> l4.getUDP().getSourcePort();
      case SCTP -> l4.getSCTP().getSourcePort();
      default -> 0;
    };
  }

  private static int destinationPort(Layer4 l4) {
    return switch (l4.getProtocolCase()) {
      case TCP -> l4.getTCP().getDestinationPort();
      case UDP -> l4.getUDP().getDestinationPort();
      case SCTP -> l4.getSCTP().getDestinationPort();
      default -> 0;
    };
  }

  /**
   * {@code namespace/name} as a path in its shortest form: no {@code //}, {@code .} or {@code ..}.
   */
  private static String path(String namespace, String name) {
    String joined = namespace.isEmpty() ? name : namespace + "/" + name;
    boolean rooted = joined.startsWith("/");
    Deque<String> kept = new ArrayDeque<>();
    for (String part : joined.split("/", -1)) {
      boolean canGoUp = !kept.isEmpty() && !kept.getLast().equals("..");
      switch (part) {
        case "", "." -> {}
        case ".." -> {
          if (canGoUp) {
            kept.removeLast();
          } else if (!rooted) {
            kept.addLast(part);
          }
        }
        default -> kept.addLast(part);
      }
    }
    String path = (rooted ? "/" : "") + String.join("/", kept);
    return path.isEmpty() ? "." : path;
  }
}
