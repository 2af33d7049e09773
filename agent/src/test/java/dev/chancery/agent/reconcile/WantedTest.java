package dev.chancery.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.stock.StockTranslator;
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
 * Random edits of manifests: what is reused is what one would make.
 *
 * <p>{@code chancery.seed} repeats a run; {@code chancery.rounds} is the number of edits.
 */
class WantedTest {
  private static final int ROUNDS = Integer.getInteger("chancery.rounds", 80);

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, String> files = new TreeMap<>();
  private final StockTranslator translator = new StockTranslator(Settings.DEFAULTS.envoy());

  @Test
  void reusedResourcesAreThoseThatOneWouldMake() {
    System.out.println("WantedTest: -Dchancery.seed=" + seed);
    NodeState state = NodeState.empty(Settings.DEFAULTS);
    Wanted wanted = Wanted.NOTHING;
    int made = 0;
    for (int i = 0; i < ROUNDS; i++) {
      edit();
      state = state.next(manifests());
      NodeView view = state.view();
      Wanted next = wanted.next(view.world(), view.resolution(), translator);
      Wanted.Change change = next.since(wanted);
      Map<ResourceKey, Resource> fresh = new HashMap<>();
      Wanted.resources(view.world(), view.resolution(), translator)
          .forEach(r -> put(fresh, Resource.of(r.name(), r.message())));
      assertThat(byKey(next)).as("seed %s, edit %s: %s", seed, i, files).isEqualTo(fresh);

      Map<ResourceKey, Resource> old = byKey(wanted);
      List<ResourceKey> changed = new ArrayList<>();
      fresh.forEach(
          (key, resource) -> {
            if (!resource.equals(old.get(key))) {
              changed.add(key);
            } else {
              assertThat(byKey(next).get(key)).isSameAs(old.get(key));
            }
          });
      assertThat(change.changed())
          .extracting(Resource::key)
          .containsExactlyInAnyOrderElementsOf(changed);
      List<ResourceKey> gone = old.keySet().stream().filter(k -> !fresh.containsKey(k)).toList();
      assertThat(change.gone()).containsExactlyInAnyOrderElementsOf(gone);
      made += changed.size();
      wanted = next;
    }
    assertThat(made).isPositive();
  }

  @Test
  void addressThatNoRuleTellsFromItsSurroundingsChangesNoPolicy() {
    put("pod", 1, "a", 1);
    put("pod", 2, "b", 2);
    files.put("policy", policy("p", "a", "b"));
    NodeState before = NodeState.empty(Settings.DEFAULTS).next(manifests());
    put("pod", 3, "c", 3);
    NodeState after = before.next(manifests());

    assertThat(after.view().resolution().ipCache())
        .isNotEqualTo(before.view().resolution().ipCache());
    assertThat(policiesThatChange(before, after)).containsOnly("ep:" + id(after, "pod-3"));

    put("pod", 3, "b", 3);
    assertThat(policiesThatChange(after, after.next(manifests())))
        .contains("ep:" + id(after, "pod-1"));
  }

  private static int id(NodeState state, String pod) {
    return state.view().world().endpoints().stream()
        .filter(e -> e.podName().equals(pod))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** Endpoints that get another ingress policy, as {@code ep:7}. */
  private List<String> policiesThatChange(NodeState before, NodeState after) {
    Wanted old = Wanted.NOTHING.next(before.view().world(), before.view().resolution(), translator);
    return old
        .next(after.view().world(), after.view().resolution(), translator)
        .since(old)
        .changed()
        .stream()
        .map(r -> r.key().name())
        .filter(name -> name.matches("(http|l4|raw)/.*/ingress"))
        .map(name -> name.split("/", 3)[1])
        .distinct()
        .toList();
  }

  private static Map<ResourceKey, Resource> byKey(Wanted wanted) {
    Map<ResourceKey, Resource> resources = new HashMap<>();
    wanted.resources().forEach(r -> put(resources, r));
    return resources;
  }

  private static void put(Map<ResourceKey, Resource> resources, Resource resource) {
    assertThat(resources.put(resource.key(), resource)).isNull();
  }

  private void edit() {
    int number = random.nextInt(6);
    switch (random.nextInt(8)) {
      case 0 -> files.remove("pod-" + number);
      case 1 -> files.remove("policy-" + number);
      case 2, 3, 4 -> put("pod", number, letter(), random.nextInt(8));
      default ->
          files.put(
              "policy-" + number,
              policy("p" + number, letter(), random.nextBoolean() ? letter() : ""));
    }
  }

  private String letter() {
    return String.valueOf((char) ('a' + random.nextInt(3)));
  }

  private void put(String kind, int number, String app, int address) {
    files.put(
        kind + "-" + number,
        """
        kind: Pod
        metadata:
          name: pod-%d
          labels: {app: %s}
          annotations: {chancery.dev/app-address: 127.0.0.1}
        spec: {containers: [{ports: [{containerPort: 80}]}]}
        status: {podIP: 127.60.0.%d}
        """
            .formatted(number, app, address));
  }

  /**
   * @param peer empty for a network that holds half of the pods
   */
  private static String policy(String name, String app, String peer) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: %s}
        spec:
          endpointSelector: {matchLabels: {app: %s}}
          ingress:
          - %s
            toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: /%s}]}}]
          egress: [{toEntities: [cluster]}]
        """
        .formatted(
            name,
            app,
            peer.isEmpty()
                ? "fromCIDR: [127.60.0.4/30]"
                : "fromEndpoints: [{matchLabels: {app: " + peer + "}}]",
            name);
  }

  private Manifests manifests() {
    List<ManifestFile> all = new ArrayList<>();
    files.forEach((name, text) -> all.add(new ManifestFile(name, text, Optional.empty())));
    return new Manifests(all, Optional.empty());
  }
}
