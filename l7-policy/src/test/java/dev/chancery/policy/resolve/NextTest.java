package dev.chancery.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random edits, one after the other: each time the next resolution is what one gets from scratch.
 *
 * <p>{@code chancery.seed} repeats a run; {@code chancery.rounds} is the number of sequences.
 */
class NextTest {
  private static final int ROUNDS = Integer.getInteger("chancery.rounds", 40);
  private static final int MORE = 400;
  private static final int EDITS = 60;

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private int conflicts;
  private int kept;

  @Test
  void everyEditGivesWhatAFullComputationGives() {
    System.out.println("NextTest: -Dchancery.seed=" + seed);
    int round = 0;
    // Nine sequences in ten keep no policy, and a run that keeps none shows too little.
    while (round < ROUNDS || (kept == 0 && round < ROUNDS + MORE)) {
      sequence(new Random(seed + round), "seed " + seed + " round " + round);
      round++;
    }
    System.out.println(
        round * EDITS + " edits, " + conflicts + " conflicts, " + kept + " policies kept");
    assertThat(conflicts).isPositive();
    assertThat(kept).isPositive();
  }

  private void sequence(Random random, String name) {
    var cluster = new RandomWorld(random);
    Resolution before = Resolution.NOTHING;
    Map<Who, List<Rule>> lastGood = new HashMap<>();
    List<String> edits = new ArrayList<>();
    for (int i = 0; i < EDITS; i++) {
      edits.add(cluster.edit());
      var numbered = cluster.build(before.numbering(), before.memo().world());
      Resolution next = Resolver.next(before, numbered.world(), numbered.numbering());
      check(numbered, before, next, lastGood, name + " " + edits);
      before = next;
    }
    cluster.clear();
    var empty = cluster.build(before.numbering(), before.memo().world());
    Resolution last = Resolver.next(before, empty.world(), empty.numbering());
    assertThat(last.memo().selectors().selected()).as(name).isEmpty();
    assertThat(last.memo().selectors().demanding()).as(name).isEmpty();
    assertThat(last.memo().askers().endpoints()).as(name).isEmpty();
    assertThat(last.memo().bindings().rules()).as(name).isEmpty();
    assertThat(last.memo().ports().all()).as(name).isEmpty();
    assertThat(last.memo().outside().named().elements()).as(name).isEmpty();
    assertThat(last.memo().book().holders()).as(name).isEmpty();
    assertThat(last.memo().selectors().having())
        .as(name)
        .isEqualTo(Resolution.NOTHING.memo().selectors().having());
    assertThat(last.numbering()).as(name).isEqualTo(Numbering.empty());
  }

  private void check(
      RandomWorld.Numbered numbered,
      Resolution before,
      Resolution next,
      Map<Who, List<Rule>> lastGood,
      String name) {
    World world = numbered.world();
    Plain plain = Plain.of(world, numbered.numbering(), kept(numbered, lastGood));
    assertThat(next.identities()).as(name).isEqualTo(plain.identities());
    assertThat(next.ipCache()).as(name).isEqualTo(plain.ipCache());
    assertThat(next.numbering()).as(name).isEqualTo(plain.numbering());
    EndpointResolver resolver = Plain.resolver(world, plain.identities().values());
    Map<String, EndpointPolicy> policies = new HashMap<>();
    Map<String, Conflict> clashes = new HashMap<>();
    for (var endpoint : world.endpoints()) {
      Resolved resolved = plain.resolved().get(endpoint.key());
      List<Rule> good = lastGood.get(Who.of(endpoint));
      if (resolved instanceof Resolved.Failed failed) {
        clashes.put(endpoint.key(), failed.conflict());
        conflicts++;
        kept += good == null ? 0 : 1;
        resolved = good == null ? resolved : resolver.resolve(endpoint, good);
      } else {
        lastGood.put(Who.of(endpoint), plain.bound().get(endpoint.key()));
      }
      policies.put(
          endpoint.key(),
          resolved instanceof Resolved.Policy policy
              ? policy.policy()
              : EndpointPolicy.closed(endpoint));
    }
    lastGood.keySet().retainAll(world.endpoints().stream().map(Who::of).toList());
    assertThat(next.conflicts()).as(name).isEqualTo(clashes);
    assertThat(next.policies()).as(name).isEqualTo(policies);
    assertThat(Resolver.anew(before, world, numbered.numbering())).as(name).isEqualTo(next);
    assertThat(next.memo().selectors().selected().keySet()).as(name).isEqualTo(asked(next));
    before
        .policies()
        .forEach(
            (key, policy) -> {
              if (policy.equals(next.policies().get(key))) {
                assertThat(next.policies().get(key)).as(name + " " + key).isSameAs(policy);
              }
            });
  }

  /** Another identity under the same name is another pod. */
  private record Who(String key, Identity identity) {
    static Who of(Endpoint endpoint) {
      return new Who(endpoint.key(), endpoint.identity());
    }
  }

  private static List<Rule> kept(RandomWorld.Numbered numbered, Map<Who, List<Rule>> lastGood) {
    Plain plain = Plain.of(numbered.world(), numbered.numbering());
    return numbered.world().endpoints().stream()
        .filter(e -> plain.resolved().get(e.key()) instanceof Resolved.Failed)
        .flatMap(e -> lastGood.getOrDefault(Who.of(e), List.of()).stream())
        .toList();
  }

  private static Set<PeerSelector> asked(Resolution resolution) {
    Set<PeerSelector> asked = new HashSet<>();
    resolution.memo().settled().values().forEach(s -> asked.addAll(s.asked()));
    return asked;
  }
}
