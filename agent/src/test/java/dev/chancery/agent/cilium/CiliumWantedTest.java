package dev.chancery.agent.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.SecretUse;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random edits of manifests: what a proxy comes to have edit by edit is what it would be given at
 * once.
 *
 * <p>{@code chancery.seed} repeats a run; {@code chancery.rounds} is the number of edits.
 */
final class CiliumWantedTest {
  private static final int ROUNDS = Integer.getInteger("chancery.rounds", 80);

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, String> files = new TreeMap<>();
  private final CiliumTranslator translator =
      new CiliumTranslator(PlaneUnderTest.SETTINGS.cilium());

  @Test
  void editsComeToTheSameAsAFreshStart() {
    System.out.println("CiliumWantedTest: -Dchancery.seed=" + seed);
    NodeState state = NodeState.empty(PlaneUnderTest.SETTINGS);
    CiliumWanted wanted = CiliumWanted.nothing(translator);
    Map<ResourceKey, Resource> held = new HashMap<>();
    int changes = 0;
    Set<SecretRef> named = new HashSet<>();
    for (int i = 0; i < ROUNDS; i++) {
      edit();
      state = state.next(manifests());
      CiliumWanted.Step step =
          wanted.next(state.view().resolution(), state.view().secrets().values());
      for (CiliumWanted.Change change : List.of(step.policies(), step.hosts())) {
        for (ResourceKey key : change.gone()) {
          assertThat(held.remove(key)).as("gone: %s", key).isNotNull();
        }
        for (Resource resource : change.changed()) {
          assertThat(held.put(resource.key(), resource)).isNotEqualTo(resource);
          changes++;
        }
      }
      List<ResourceKey> policies = step.policies().changed().stream().map(Resource::key).toList();
      assertThat(policies).containsAll(step.between().stream().map(Resource::key).toList());
      assertThat(held).as("seed %s, edit %s: %s", seed, i, files).isEqualTo(fresh(state));
      wanted = step.wanted();
      named.addAll(wanted.secrets().refs());
    }
    assertThat(changes).isPositive();
    assertThat(ROUNDS < 80 || !named.isEmpty()).as("secrets were served").isTrue();
  }

  private Map<ResourceKey, Resource> fresh(NodeState state) {
    Resolution resolution = state.view().resolution();
    Map<ResourceKey, Resource> all = new HashMap<>();
    Set<SecretUse> uses =
        resolution.policies().values().stream()
            .flatMap(policy -> translator.secrets(policy).stream())
            .collect(Collectors.toSet());
    Set<SecretRef> served = translator.secrets(uses, state.view().secrets().values()).refs();
    resolution.policies().values().stream()
        .flatMap(policy -> translator.policy(policy, served::contains).stream())
        .map(r -> Resource.of(r.name(), r.message()))
        .forEach(r -> assertThat(all.put(r.key(), r)).isNull());
    translator.hosts(resolution.ipCache()).stream()
        .map(r -> Resource.of(r.name(), r.message()))
        .forEach(r -> assertThat(all.put(r.key(), r)).isNull());
    return all;
  }

  private void edit() {
    int number = random.nextInt(6);
    switch (random.nextInt(11)) {
      case 0 -> files.remove("pod-" + number);
      case 1 -> files.remove("policy-" + number);
      case 2, 3, 4 -> files.put("pod-" + number, pod(number, letter(), random.nextInt(8)));
      case 8 -> files.remove("secret-" + number % 3);
      case 9, 10 -> files.put("secret-" + number % 3, secret(number % 3));
      default -> files.put("policy-" + number, policy(number, letter(), letter()));
    }
  }

  private String letter() {
    return String.valueOf((char) ('a' + random.nextInt(3)));
  }

  private static String pod(int number, String app, int address) {
    return """
    kind: Pod
    metadata: {name: pod-%d, labels: {app: %s}}
    status: {podIP: 10.0.0.%d}
    """
        .formatted(number, app, address);
  }

  private static String secret(int number) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: s%d}
    stringData: {value: planted, tls.crt: planted, tls.key: planted}
    """
        .formatted(number);
  }

  /** Of three secrets one is named in two uses, if policies of both kinds are there. */
  private static String policy(int number, String app, String peer) {
    return """
    apiVersion: cilium.io/v2
    kind: CiliumNetworkPolicy
    metadata: {name: p%d}
    spec:
      endpointSelector: {matchLabels: {app: %s}}
      ingress:
      - fromEndpoints: [{matchLabels: {app: %s}}]
        toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: /%d}]}}]
      - toPorts:
        - ports: [{port: '81', protocol: TCP}]
          rules: {http: [{headerMatches: [{name: X-T, secret: {name: s%d, namespace: default}}]}]}
      - toPorts:
        - ports: [{port: '44%d', protocol: TCP}]
          terminatingTLS: {secret: {name: s2, namespace: default}}
      - fromCIDR: [10.0.0.%d/30]
    """
        .formatted(number, app, peer, number, number % 3, number, 4 * (number % 2));
  }

  private Manifests manifests() {
    List<ManifestFile> all = new ArrayList<>();
    files.forEach((name, text) -> all.add(new ManifestFile(name, text, Optional.empty())));
    return new Manifests(all, Optional.empty());
  }
}
