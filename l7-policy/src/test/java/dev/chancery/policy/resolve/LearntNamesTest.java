package dev.chancery.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.Direction;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.model.Subject;
import dev.chancery.policy.world.World;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LearntNamesTest {
  private static final PolicyRef REF = new PolicyRef("CiliumNetworkPolicy", "default", "n", "");
  private static final Provenance ORIGIN = new Provenance(REF, "spec.egress[0]", Location.UNKNOWN);

  private final Cluster cluster =
      new Cluster().pod("default/client", "127.20.0.5", Map.of("app", "client"));

  @Test
  void addressHasALabelForEachSelectorThatPicksItsNamesUp() {
    Resolution resolution =
        resolve(
            Map.of(
                "api.example.test.", addresses("192.0.2.10"),
                "www.example.test.", addresses("192.0.2.11", "2001:db8::1"),
                "other.test.", addresses("192.0.2.12")),
            name("api.example.test"),
            pattern("*.example.test"));

    assertThat(labels(resolution, "192.0.2.10"))
        .containsExactly("fqdn:*.example.test", "fqdn:api.example.test", "reserved:world");
    assertThat(labels(resolution, "192.0.2.11"))
        .containsExactly("fqdn:*.example.test", "reserved:world");
    assertThat(identity(resolution, "2001:db8::1")).isEqualTo(identity(resolution, "192.0.2.11"));
    assertThat(identity(resolution, "192.0.2.11").number()).isGreaterThan(Identity.FIRST_LOCAL);
    assertThat(identity(resolution, "192.0.2.12").number()).isEqualTo(2);
    assertThat(reaches(resolution, "192.0.2.10")).isTrue();
    assertThat(reaches(resolution, "192.0.2.12")).isFalse();
  }

  @Test
  void addressOfTwoNamesIsWhatBothMakeIt() {
    Resolution resolution =
        resolve(
            Map.of("a.test.", addresses("192.0.2.10"), "b.test.", addresses("192.0.2.10")),
            name("a.test"),
            name("B.test"));

    assertThat(labels(resolution, "192.0.2.10"))
        .containsExactly("fqdn:B.test", "fqdn:a.test", "reserved:world");
  }

  @Test
  void cidrRulesSelectAnAddressThatANameHasTaken() {
    Resolution resolution =
        resolve(
            Map.of("a.test.", addresses("192.0.2.10", "192.0.2.200")),
            new PeerSelector.Cidr(
                IpPrefix.parse("192.0.2.0/24"), List.of(IpPrefix.parse("192.0.2.128/25"))),
            name("nobody.test"),
            pattern("a.*"));
    World cidrOnly =
        world(
            Map.of("a.test.", addresses("192.0.2.10", "192.0.2.200")),
            new PeerSelector.Cidr(
                IpPrefix.parse("192.0.2.0/24"), List.of(IpPrefix.parse("192.0.2.128/25"))));

    assertThat(labels(resolution, "192.0.2.10"))
        .containsExactly("cidr:192.0.2.0/24", "fqdn:a.*", "reserved:world");
    assertThat(labels(resolution, "192.0.2.200"))
        .containsExactly("cidr:192.0.2.128/25", "fqdn:a.*", "reserved:world");
    Resolution byPrefix = Resolver.resolve(cidrOnly, Numbering.empty());
    assertThat(reaches(byPrefix, "192.0.2.10")).isTrue();
    assertThat(reaches(byPrefix, "192.0.2.200")).isFalse();
  }

  @Test
  void aNameNeverTakesThePlaceOfAPodOrOfTheHost() {
    Resolution resolution =
        resolve(Map.of("a.test.", addresses("127.20.0.5", "127.0.0.1")), pattern("*"));

    assertThat(labels(resolution, "127.20.0.5")).contains("k8s:app=client");
    assertThat(labels(resolution, "127.0.0.1")).containsExactly("reserved:host");
  }

  @Test
  void identityKeepsItsNumberWhenAnAddressIsAdded() {
    Resolution before = resolve(Map.of("a.test.", addresses("192.0.2.10")), name("a.test"));
    Resolution after =
        Resolver.resolve(
            world(Map.of("a.test.", addresses("192.0.2.1", "192.0.2.10")), name("a.test")),
            before.numbering());

    assertThat(identity(after, "192.0.2.1")).isEqualTo(identity(before, "192.0.2.10"));
    assertThat(after.numbering()).isEqualTo(before.numbering());
  }

  private Resolution resolve(Map<String, Set<InetAddress>> names, PeerSelector... peers) {
    return Resolver.resolve(world(names, peers), Numbering.empty());
  }

  private World world(Map<String, Set<InetAddress>> names, PeerSelector... peers) {
    var element =
        new RuleElement(
            Direction.EGRESS,
            Action.ALLOW,
            new PeerRule.AnyOf(List.of(peers)),
            List.of(PortRule.everything(ORIGIN)),
            Optional.empty(),
            ORIGIN);
    var rule =
        new Rule(
            new Subject.Endpoints(new Selector(List.of())),
            List.of(element),
            Set.of(Direction.EGRESS),
            List.of(),
            "",
            Optional.empty(),
            ORIGIN);
    return cluster.world().withPolicies(List.of(new Policy(REF, List.of(rule)))).withNames(names);
  }

  private static PeerSelector.Name name(String text) {
    return new PeerSelector.Name(text, false);
  }

  private static PeerSelector.Name pattern(String text) {
    return new PeerSelector.Name(text, true);
  }

  private static Set<InetAddress> addresses(String... texts) {
    return Set.copyOf(Stream.of(texts).map(InetAddresses::forString).toList());
  }

  private static Identity identity(Resolution resolution, String address) {
    return resolution.ipCache().identity(InetAddresses.forString(address));
  }

  private static List<String> labels(Resolution resolution, String address) {
    return identity(resolution, address).labels().texts();
  }

  private static boolean reaches(Resolution resolution, String address) {
    EndpointPolicy policy = resolution.policies().values().iterator().next();
    return Evaluator.decide(
            policy.egress(),
            new Request(
                identity(resolution, address).number(), Protocol.TCP, 443, Optional.empty()))
        .allowed();
  }
}
