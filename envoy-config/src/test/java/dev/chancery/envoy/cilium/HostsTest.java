package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.label.Labels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostsTest {
  private final CiliumTranslator translator = new CiliumTranslator(CiliumOptions.DEFAULTS);

  @Test
  void holdsEveryPrefixOfAnIdentityWithoutHostBits() {
    IpCache cache =
        cache(
            Map.of(
                "10.0.0.9", 300, "10.0.0.77/24", 300, "2001:DB8:0:0::1", 300, "0.0.0.0/0", 1234));

    assertThat(translator.hosts(cache))
        .extracting(EnvoyResource::name, r -> ((NetworkPolicyHosts) r.message()))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "300", hosts(300, "10.0.0.0/24", "10.0.0.9/32", "2001:db8::1/128")),
            org.assertj.core.groups.Tuple.tuple("1234", hosts(1234, "0.0.0.0/0")));
  }

  @Test
  void prefixThatChangesItsIdentityIsInBothResourcesOfOneChange() {
    Hosts before =
        translator
            .hosts(translator.noHosts(), cache(Map.of("10.0.0.1", 300, "10.0.0.2", 300)))
            .hosts();

    Hosts.Change change = translator.hosts(before, cache(Map.of("10.0.0.1", 301, "10.0.0.2", 300)));

    assertThat(change.set())
        .extracting(EnvoyResource::message)
        .containsExactly(hosts(300, "10.0.0.2/32"), hosts(301, "10.0.0.1/32"));
    assertThat(change.gone()).isEmpty();
  }

  @Test
  void identityWithoutPrefixesHasNoResource() {
    Hosts before = translator.hosts(translator.noHosts(), cache(Map.of("10.0.0.1", 300))).hosts();

    Hosts.Change change = translator.hosts(before, IpCache.EMPTY);

    assertThat(change.set()).isEmpty();
    assertThat(change.gone()).containsExactly("300");
  }

  @Test
  void nothingIsSentWhereTheProxyReadsAMap() {
    var reading = new CiliumTranslator(Releases.of(ProxyRelease.V1_19, IdentitySource.IPCACHE));

    assertThat(reading.hosts(cache(Map.of("10.0.0.1", 300)))).isEmpty();
  }

  @Test
  void changesLeadToWhatAWholeComputationGivesWithEachPrefixOnce() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("seed: -Dchancery.seed=" + seed);
    var random = new Random(seed);
    IpCache cache = IpCache.EMPTY;
    Hosts hosts = translator.noHosts();
    SortedMap<String, EnvoyResource> sent = new TreeMap<>();
    for (int step = 0; step < 500; step++) {
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        cache = edited(cache, random);
      }
      Hosts.Change change = translator.hosts(hosts, cache);
      hosts = change.hosts();
      change.gone().forEach(sent::remove);
      change.set().forEach(r -> sent.put(r.name(), r));

      assertThat(sent.values()).containsExactlyInAnyOrderElementsOf(translator.hosts(cache));
    }
    assertThat(sent).isNotEmpty();
    assertThat(sent.values())
        .extracting(r -> (NetworkPolicyHosts) r.message())
        .noneMatch(each -> each.getHostAddressesList().isEmpty())
        .flatExtracting(NetworkPolicyHosts::getHostAddressesList)
        .doesNotHaveDuplicates();
  }

  private static IpCache edited(IpCache cache, Random random) {
    var prefix = IpPrefix.parse("10.0.0." + random.nextInt(20) + "/" + (28 + random.nextInt(5)));
    return random.nextInt(3) == 0
        ? cache.without(prefix)
        : cache.with(prefix, new Identity(300 + random.nextInt(4), Labels.of()));
  }

  private static NetworkPolicyHosts hosts(long identity, String... addresses) {
    return NetworkPolicyHosts.newBuilder()
        .setPolicy(identity)
        .addAllHostAddresses(List.of(addresses))
        .build();
  }

  private static IpCache cache(Map<String, Integer> identities) {
    Map<IpPrefix, Identity> all = new TreeMap<>();
    identities.forEach((p, i) -> all.put(IpPrefix.parse(p), new Identity(i, Labels.of())));
    return new IpCache(all);
  }
}
