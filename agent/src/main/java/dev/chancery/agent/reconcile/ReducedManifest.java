package dev.chancery.agent.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.source.ManifestObject;
import dev.chancery.agent.source.ObjectKey;
import dev.chancery.agent.source.ServicePort;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.world.ContainerPort;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A Kubernetes object as a manifest of just those fields that Chancery reads, in one line of JSON.
 * Read again it gives the same object; what else the author wrote, such as a container's
 * environment, is not in it.
 */
final class ReducedManifest {
  private static final String OWN_ANNOTATIONS = "chancery.dev/";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private ReducedManifest() {}

  static String of(ManifestObject object) {
    Map<String, Object> metadata = metadata(object.key());
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("apiVersion", "v1");
    manifest.put("kind", object.key().kind());
    manifest.put("metadata", metadata);
    if (object instanceof ManifestObject.Namespace namespace) {
      metadata.put("labels", new TreeMap<>(namespace.labels()));
    } else if (object instanceof ManifestObject.Pod pod) {
      add(pod, metadata, manifest);
    } else if (object instanceof ManifestObject.Service service) {
      metadata.put("labels", new TreeMap<>(service.labels()));
      manifest.put("spec", spec(service));
    } else if (object instanceof ManifestObject.CidrGroup group) {
      manifest.put("apiVersion", "cilium.io/v2");
      metadata.put("labels", new TreeMap<>(group.labels()));
      manifest.put(
          "spec",
          Map.of("externalCIDRs", group.prefixes().stream().map(IpPrefix::toString).toList()));
    } else if (object instanceof ManifestObject.CiliumIdentity identity) {
      manifest.put("apiVersion", "cilium.io/v2");
      manifest.put("security-labels", labels(identity));
    } else if (object instanceof ManifestObject.CiliumEndpoint endpoint) {
      manifest.put("apiVersion", "cilium.io/v2");
      manifest.put("status", status(endpoint));
    } else if (object instanceof ManifestObject.Backends backends) {
      add(backends, metadata, manifest);
    } else {
      throw new IllegalArgumentException("not a Kubernetes object: " + object.key());
    }
    try {
      return JSON.writeValueAsString(manifest) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // Maps, lists and strings can always be written.
    }
  }

  private static void add(
      ManifestObject.Backends backends,
      Map<String, Object> metadata,
      Map<String, Object> manifest) {
    if (backends.key().kind().equals("Endpoints")) {
      List<Map<String, String>> addresses =
          texts(backends.addresses()).stream().map(ip -> Map.of("ip", ip)).toList();
      manifest.put("subsets", List.of(Map.of("addresses", addresses)));
    } else {
      manifest.put("apiVersion", "discovery.k8s.io/v1");
      metadata.put("labels", Map.of("kubernetes.io/service-name", backends.service()));
      manifest.put("endpoints", List.of(Map.of("addresses", texts(backends.addresses()))));
    }
  }

  private static Map<String, String> labels(ManifestObject.CiliumIdentity identity) {
    Map<String, String> labels = new TreeMap<>();
    identity
        .labels()
        .sorted()
        .forEach(label -> labels.put(label.source() + ":" + label.key(), label.value()));
    return labels;
  }

  private static Map<String, Object> status(ManifestObject.CiliumEndpoint endpoint) {
    Map<String, Object> status = new LinkedHashMap<>();
    endpoint.id().ifPresent(id -> status.put("id", id));
    endpoint.identity().ifPresent(id -> status.put("identity", Map.of("id", id)));
    List<Map<String, String>> addresses =
        endpoint.addresses().stream()
            .map(InetAddress::getHostAddress)
            .sorted()
            .map(text -> Map.of(text.indexOf(':') < 0 ? "ipv4" : "ipv6", text))
            .toList();
    status.put("networking", Map.of("addressing", addresses));
    return status;
  }

  private static Map<String, Object> metadata(ObjectKey key) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", key.name());
    if (!key.namespace().isEmpty()) {
      metadata.put("namespace", key.namespace());
    }
    return metadata;
  }

  private static void add(
      ManifestObject.Pod pod, Map<String, Object> metadata, Map<String, Object> manifest) {
    metadata.put("uid", pod.uid());
    metadata.put("labels", new TreeMap<>(pod.labels()));
    metadata.put(
        "annotations",
        pod.annotations().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(OWN_ANNOTATIONS))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new)));
    metadata.put(
        "ownerReferences",
        pod.owner().stream()
            .map(o -> Map.of("kind", o.kind(), "name", o.name(), "controller", true))
            .toList());
    manifest.put(
        "spec",
        Map.of(
            "serviceAccountName",
            pod.serviceAccount(),
            "hostNetwork",
            pod.hostNetwork(),
            "containers",
            List.of(Map.of("ports", pod.ports().stream().map(ReducedManifest::port).toList()))));
    manifest.put(
        "status",
        Map.of(
            "phase",
            pod.finished() ? "Succeeded" : "Running",
            "podIPs",
            texts(pod.addresses()).stream().map(ip -> Map.of("ip", ip)).toList()));
  }

  private static Map<String, Object> spec(ManifestObject.Service service) {
    return Map.of(
        "selector",
        new TreeMap<>(service.selector()),
        "clusterIPs",
        texts(service.addresses()),
        "ports",
        service.ports().stream().map(ReducedManifest::port).toList());
  }

  private static Map<String, Object> port(ContainerPort port) {
    return Map.of(
        "name", port.name(), "protocol", port.protocol().name(), "containerPort", port.port());
  }

  private static Map<String, Object> port(ServicePort port) {
    return Map.of(
        "name",
        port.name(),
        "protocol",
        port.protocol().name(),
        "port",
        port.port(),
        "targetPort",
        port.targetPort());
  }

  private static List<String> texts(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).toList();
  }
}
