package dev.chancery.agent.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
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
    for (int i = 0; i < ROUNDS; i++) {
      edit();
      state = state.next(manifests());
      CiliumWanted.Step step = wanted.next(state.view().resolution());
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
    }
    assertThat(changes).isPositive();
  }

  private Map<ResourceKey, Resource> fresh(NodeState state) {
    Resolution resolution = state.view().resolution();
    Map<ResourceKey, Resource> all = new HashMap<>();
    resolution.policies().values().stream()
        .flatMap(policy -> translator.policy(policy).stream())
        .map(r -> Resource.of(r.name(), r.message()))
        .forEach(r -> assertThat(all.put(r.key(), r)).isNull());
    translator.hosts(resolution.ipCache()).stream()
        .map(r -> Resource.of(r.name(), r.message()))
        .forEach(r -> assertThat(all.put(r.key(), r)).isNull());
    return all;
  }

  private void edit() {
    int number = random.nextInt(6);
    switch (random.nextInt(8)) {
      case 0 -> files.remove("pod-" + number);
      case 1 -> files.remove("policy-" + number);
      case 2, 3, 4 -> files.put("pod-" + number, pod(number, letter(), random.nextInt(8)));
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
      - fromCIDR: [10.0.0.%d/30]
    """
        .formatted(number, app, peer, number, 4 * (number % 2));
  }

  private Manifests manifests() {
    List<ManifestFile> all = new ArrayList<>();
    files.forEach((name, text) -> all.add(new ManifestFile(name, text, Optional.empty())));
    return new Manifests(all, Optional.empty());
  }
}
