package dev.chancery.agent.source;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads what Chancery uses of a {@code v1 Service}. */
final class ServiceReader {
  private static final Set<String> HEADLESS = Set.of("", "None");

  private ServiceReader() {}

  static ManifestObject.Service read(ObjectKey key, Fields service) {
    var spec = service.fields("spec");
    return new ManifestObject.Service(
        key,
        service.fields("metadata").map("labels"),
        spec.map("selector"),
        addresses(spec),
        ports(spec));
  }

  private static List<InetAddress> addresses(Fields spec) {
    var texts = new LinkedHashSet<>(spec.texts("clusterIPs"));
    spec.text("clusterIP").ifPresent(texts::add);
    texts.removeAll(HEADLESS);
    return texts.stream()
        .flatMap(text -> PodReader.address(spec, "clusterIP", text).stream())
        .toList();
  }

  private static List<ServicePort> ports(Fields spec) {
    var ports = new ArrayList<ServicePort>();
    for (var port : spec.list("ports")) {
      var name = port.text("name").orElse("");
      var protocol = PodReader.protocol(port);
      port.port("port")
          .ifPresent(
              number -> {
                var target = port.textOrNumber("targetPort").orElse(String.valueOf(number));
                ports.add(new ServicePort(name, protocol, number, target));
              });
    }
    return ports;
  }
}
