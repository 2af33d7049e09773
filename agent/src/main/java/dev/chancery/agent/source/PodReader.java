package dev.chancery.agent.source;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Workload;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what Chancery uses of a {@code v1 Pod}; the many other fields are left alone. */
final class PodReader {
  static final String APP_ADDRESS = "chancery.dev/app-address";
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private final Fields metadata;
  private final Fields spec;
  private final Fields status;

  PodReader(Fields pod) {
    this.metadata = pod.fields("metadata");
    this.spec = pod.fields("spec");
    this.status = pod.fields("status");
  }

  ManifestObject.Pod read(ObjectKey key) {
    var labels = metadata.map("labels");
    var annotations = metadata.map("annotations");
    return new ManifestObject.Pod(
        key,
        metadata.text("uid").orElse(""),
        labels,
        annotations,
        spec.text("serviceAccountName").orElse("default"),
        ports(),
        addresses(),
        owner(labels),
        appAddress(annotations),
        spec.flag("hostNetwork"),
        FINISHED.contains(status.text("phase").orElse("")));
  }

  /** Containers share the pod's addresses, and so its ports; the first name of a port is its. */
  private List<ContainerPort> ports() {
    var ports = new LinkedHashMap<PortNumber, ContainerPort>();
    for (var container : spec.list("containers")) {
      for (var port : container.list("ports")) {
        var name = port.text("name").orElse("");
        var protocol = protocol(port);
        port.port("containerPort")
            .ifPresent(
                number ->
                    ports.merge(
                        new PortNumber(protocol, number),
                        new ContainerPort(name, protocol, number),
                        (first, next) -> first.name().isEmpty() ? next : first));
      }
    }
    return List.copyOf(ports.values());
  }

  private record PortNumber(Protocol protocol, int number) {}

  /** {@code protocol} of a container's or service's port; TCP where not given. */
  static Protocol protocol(Fields port) {
    var name = port.text("protocol").orElse("TCP");
    return switch (name) {
      case "TCP" -> Protocol.TCP;
      case "UDP" -> Protocol.UDP;
      case "SCTP" -> Protocol.SCTP;
      default -> {
        port.report("protocol", name + " (expected: TCP, UDP or SCTP)");
        yield Protocol.TCP;
      }
    };
  }

  private List<InetAddress> addresses() {
    var addresses = new LinkedHashSet<InetAddress>();
    status.text("podIP").flatMap(text -> address(status, "podIP", text)).ifPresent(addresses::add);
    for (var entry : status.list("podIPs")) {
      entry.text("ip").flatMap(text -> address(entry, "ip", text)).ifPresent(addresses::add);
    }
    return List.copyOf(addresses);
  }

  /** A ReplicaSet whose name ends in the pod's template hash was made by a Deployment. */
  private Optional<Workload> owner(Map<String, String> labels) {
    return metadata.list("ownerReferences").stream()
        .filter(owner -> owner.flag("controller"))
        .findFirst()
        .map(
            owner -> {
              var kind = owner.text("kind").orElse("");
              var name = owner.text("name").orElse("");
              var suffix = "-" + labels.getOrDefault("pod-template-hash", "");
              return kind.equals("ReplicaSet") && suffix.length() > 1 && name.endsWith(suffix)
                  ? new Workload("Deployment", name.substring(0, name.length() - suffix.length()))
                  : new Workload(kind, name);
            });
  }

  private Optional<InetAddress> appAddress(Map<String, String> annotations) {
    return Optional.ofNullable(annotations.get(APP_ADDRESS))
        .flatMap(text -> address(metadata.fields("annotations"), APP_ADDRESS, text));
  }

  static Optional<InetAddress> address(Fields fields, String name, String text) {
    if (!InetAddresses.isInetAddress(text)) {
      fields.report(name, text + " (expected: an IP address)");
      return Optional.empty();
    }
    var address = InetAddresses.forString(text);
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      fields.report(name, text + " (expected: the address of one host)");
      return Optional.empty();
    }
    return Optional.of(address);
  }
}
