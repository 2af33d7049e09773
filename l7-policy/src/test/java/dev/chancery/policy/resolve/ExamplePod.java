package dev.chancery.policy.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.world.ContainerPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pod with an address, of the cluster of an example. */
record ExamplePod(
    String key, String address, Map<String, String> labels, List<ContainerPort> ports) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Those of a {@code cluster.yaml}. */
  static List<ExamplePod> read(Path cluster) throws IOException {
    List<ExamplePod> pods = new ArrayList<>();
    try (MappingIterator<JsonNode> objects =
        YAML.readerFor(JsonNode.class).readValues(cluster.toFile())) {
      for (JsonNode object : objects.readAll()) {
        if (object.path("kind").asText().equals("Pod") && object.at("/status").has("podIP")) {
          pods.add(of(object));
        }
      }
    }
    return pods;
  }

  private static ExamplePod of(JsonNode pod) {
    JsonNode metadata = pod.get("metadata");
    Map<String, String> labels = new HashMap<>();
    metadata
        .path("labels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    List<ContainerPort> ports = new ArrayList<>();
    for (JsonNode container : pod.at("/spec/containers")) {
      for (JsonNode port : container.path("ports")) {
        if (port.has("name") && port.path("protocol").asText("TCP").equals("TCP")) {
          ports.add(
              new ContainerPort(
                  port.get("name").asText(), Protocol.TCP, port.get("containerPort").asInt()));
        }
      }
    }
    return new ExamplePod(
        metadata.path("namespace").asText("default") + "/" + metadata.get("name").asText(),
        pod.at("/status/podIP").asText(),
        labels,
        ports);
  }

  static Cluster cluster(List<ExamplePod> pods) {
    Cluster cluster = new Cluster();
    for (ExamplePod pod : pods) {
      cluster.pod(
          pod.key(), pod.address(), pod.labels(), pod.ports().toArray(ContainerPort[]::new));
    }
    return cluster;
  }
}
