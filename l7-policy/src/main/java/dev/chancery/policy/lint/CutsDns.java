package dev.chancery.policy.lint;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.WarningCode;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.lint.Surroundings.Placed;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A policy that turns default deny on for egress where no rule lets the pods reach kube-dns. Of
 * several such policies for the same pods the first is told. Whoever names port 53 with peers
 * outside the cluster's pods has a DNS server of their own, and nothing is said.
 */
final class CutsDns implements Check {
  private static final int DNS = 53;

  /** The labels of kube-dns under both of its customary names. */
  private static final Map<String, String> LABELS =
      Map.of("k8s-app", "kube-dns", "app.kubernetes.io/name", "coredns");

  private static final String NAMESPACE = "kube-system";

  @Override
  public WarningCode code() {
    return WarningCode.CUTS_DNS;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return policy.rules().stream()
        .filter(CutsDns::enforcesEgress)
        .filter(rule -> around.together(rule).stream().anyMatch(t -> isCut(t, rule, around)))
        .limit(1)
        .map(
            rule ->
                Finding.at(
                    rule.elements(Direction.EGRESS).get(0).origin(),
                    "from here on these pods cannot reach kube-dns, as egress that no rule allows"
                        + " is denied (allow port 53 to the pods labelled k8s-app: kube-dns in"
                        + " kube-system)"));
  }

  private static boolean enforcesEgress(Rule rule) {
    return rule.defaultDeny().contains(Direction.EGRESS);
  }

  private static boolean isCut(List<Placed> together, Rule rule, Surroundings around) {
    boolean isFirst =
        together.stream()
            .map(Placed::rule)
            .filter(CutsDns::enforcesEgress)
            .findFirst()
            .filter(first -> first == rule)
            .isPresent();
    Labels server = server(around.world().cluster());
    List<Place> places =
        together.stream()
            .flatMap(placed -> Place.of(placed.policy(), placed.rule()))
            .filter(place -> place.element().direction() == Direction.EGRESS)
            .filter(CutsDns::coversDns)
            .toList();
    String cluster = around.world().cluster();
    return isFirst
        && (places.stream().noneMatch(p -> p.allows() && reaches(p, server, cluster))
            || places.stream().anyMatch(p -> !p.allows() && reaches(p, server, cluster)));
  }

  private static Labels server(String cluster) {
    return EndpointLabels.of(
        cluster,
        NAMESPACE,
        LABELS,
        Map.of("kubernetes.io/metadata.name", NAMESPACE, "name", NAMESPACE),
        "");
  }

  private static boolean coversDns(Place place) {
    return place.ports().ports().stream()
        .anyMatch(
            port ->
                port instanceof PortSpec.Range range
                    ? range.range().contains(Protocol.UDP, DNS)
                    : ((PortSpec.Named) port).name().startsWith("dns"));
  }

  private static boolean namesPort(Place place) {
    return place.ports().ports().stream()
        .anyMatch(p -> !(p instanceof PortSpec.Range range) || !range.range().isAllPorts());
  }

  private static boolean reaches(Place place, Labels server, String cluster) {
    if (place.element().peers() instanceof PeerRule.Everyone) {
      return true;
    }
    return Place.peers(place.element()).stream()
        .anyMatch(
            peer ->
                peer.selects(server, cluster)
                    || (place.allows() && isOther(peer, namesPort(place))));
  }

  /** A server that is no pod, or kube-dns by its service. */
  private static boolean isOther(PeerSelector peer, boolean namesPort) {
    if (peer instanceof PeerSelector.OfService service) {
      return service.name().isEmpty() || service.name().get().contains("dns");
    }
    return namesPort
        && !(peer instanceof PeerSelector.Endpoints endpoints && selectsPods(endpoints));
  }

  private static boolean selectsPods(PeerSelector.Endpoints peer) {
    return peer.selector().requirements().stream()
        .noneMatch(r -> r.key().source().equals(Label.reserved("").source()));
  }
}
