package dev.chancery.agent.scripts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** One pod with a policy, as {@code kubectl get KIND … --output json} prints them. */
final class FakeCluster {
  static final String POLICIES =
      "ciliumnetworkpolicies.cilium.io,ciliumclusterwidenetworkpolicies.cilium.io";

  static final int IDENTITY = 4711;
  static final int ENDPOINT = 70;

  /** In the pod's environment. */
  static final String PLANTED = "planted-77aa";

  /** Besides the policies of {@link #POLICIES}. */
  static final int KINDS = 8;

  private final Path answers;

  FakeCluster(Path folder) throws IOException {
    answers = folder;
    has("services");
    has("endpointslices.discovery.k8s.io");
    has("ciliumcidrgroups.cilium.io");
    has("networkpolicies.networking.k8s.io");
    has("namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    has(
        "ciliumidentities.cilium.io",
        """
        apiVersion: cilium.io/v2
        kind: CiliumIdentity
        metadata: {name: "4711", labels: {app: web}}
        security-labels:
          k8s:app: web
          k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name: shop
          k8s:io.cilium.k8s.policy.cluster: default
          k8s:io.cilium.k8s.policy.serviceaccount: default
          k8s:io.kubernetes.pod.namespace: shop
        """);
    has(
        POLICIES,
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: web, namespace: shop, uid: u, resourceVersion: "7"}
        spec:
          endpointSelector: {matchLabels: {app: web}}
          ingress:
          - fromEndpoints: [{matchLabels: {app: web}}]
            toPorts: [{ports: [{port: "80", protocol: TCP}], rules: {http: [{method: GET}]}}]
        """);
    hasPod("10.0.0.1");
  }

  /** The only one, at this address. */
  void hasPod(String address) throws IOException {
    has(
        "ciliumendpoints.cilium.io",
        """
        apiVersion: cilium.io/v2
        kind: CiliumEndpoint
        metadata: {name: web, namespace: shop}
        status:
          id: 70
          identity: {id: 4711, labels: ["k8s:app=web"]}
          networking: {addressing: [{ipv4: %s}], node: 192.168.0.1}
          state: ready
        """
            .formatted(address));
    has(
        "pods",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec: {containers: [{name: c, env: [{name: TOKEN, value: %s}]}]}
        status: {podIP: %s, phase: Running}
        """
            .formatted(PLANTED, address));
  }

  private void has(String kind, String... objects) throws IOException {
    ObjectNode list = new JsonMapper().createObjectNode();
    list.put("apiVersion", "v1").put("kind", "List");
    ArrayNode items = list.putArray("items");
    for (String object : objects) {
      items.add(new YAMLMapper().readTree(object));
    }
    answers(kind, list.toString());
  }

  /** Replaces what is answered as a whole. */
  void answers(String kind, String text) throws IOException {
    Path file = Files.writeString(answers.resolve("new"), text);
    Files.move(file, answers.resolve(kind + ".json"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** From now on asking for it is an error. */
  void forbids(String kind) throws IOException {
    Files.delete(answers.resolve(kind + ".json"));
  }

  /** Makes the program. */
  void kubectl(Path file) throws Exception {
    Scripts.program(file, "exec cat \"" + answers + "/$2.json\"");
  }

  /** Makes one that goes on after its answer, and then makes the file {@code printed}. */
  void printsAndWaits(Path file, Path printed) throws Exception {
    Scripts.program(
        file, "cat \"" + answers + "/$2.json\"\n: >\"" + printed + "\"\nexec sleep 600");
  }
}
