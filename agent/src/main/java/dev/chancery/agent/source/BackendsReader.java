package dev.chancery.agent.source;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads which addresses stand behind a service. */
final class BackendsReader {
  static final String SERVICE_NAME = "kubernetes.io/service-name";

  private BackendsReader() {}

  /** {@code v1 Endpoints}: of the service of the same name. */
  static ManifestObject.Backends endpoints(ObjectKey key, Fields endpoints) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (var subset : endpoints.list("subsets")) {
      Stream.of("addresses", "notReadyAddresses")
          .flatMap(field -> subset.list(field).stream())
          .flatMap(entry -> entry.text("ip").flatMap(t -> address(entry, "ip", t)).stream())
          .forEach(addresses::add);
    }
    return new ManifestObject.Backends(key, key.name(), List.copyOf(addresses));
  }

  /** One slice of the addresses of a service; one of domain names has none. */
  static ManifestObject.Backends slice(ObjectKey key, Fields slice) {
    var service = slice.fields("metadata").map("labels").getOrDefault(SERVICE_NAME, "");
    Set<InetAddress> addresses = new LinkedHashSet<>();
    if (!slice.text("addressType").orElse("").equals("FQDN")) {
      for (var endpoint : slice.list("endpoints")) {
        endpoint.texts("addresses").stream()
            .flatMap(text -> address(endpoint, "addresses", text).stream())
            .forEach(addresses::add);
      }
    }
    return new ManifestObject.Backends(key, service, List.copyOf(addresses));
  }

  private static Optional<InetAddress> address(Fields fields, String name, String text) {
    return PodReader.address(fields, name, text);
  }
}
