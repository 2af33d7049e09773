package dev.chancery.policy.model;

import com.google.common.collect.ImmutableSet;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.model.HeaderAction.Mismatch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what a policy asks of a data plane beyond the common part of the language. */
public final class Features {
  /** Reserved identities whose addresses only a node agent of Cilium knows. */
  private static final ImmutableSet<String> OF_CLUSTER =
      ImmutableSet.of("remote-node", "kube-apiserver", "health", "ingress", "unmanaged");

  private final Set<Feature.Use> uses = new LinkedHashSet<>();

  private Features() {}

  /** Every use once, in the order of the document. */
  public static List<Feature.Use> of(Policy policy) {
    var features = new Features();
    policy.rules().forEach(features::rule);
    return List.copyOf(features.uses);
  }

  private void rule(Rule rule) {
    if (rule.subject() instanceof Subject.Nodes) {
      add(Feature.NODE_SUBJECT, rule.origin().field("nodeSelector"));
    }
    rule.elements().forEach(this::element);
    if (rule.log().isPresent()) {
      add(Feature.LOG, rule.origin().field("log"));
    }
  }

  private void element(RuleElement element) {
    if (element.peers() instanceof PeerRule.AnyOf some) {
      some.selectors().forEach(s -> peer(s, element));
    }
    element.ports().forEach(this::ports);
    if (element.authentication().filter(a -> a != Authentication.DISABLED).isPresent()) {
      add(Feature.AUTHENTICATION, element.origin().field("authentication"));
    }
  }

  private void peer(PeerSelector peer, RuleElement element) {
    if (peer instanceof PeerSelector.Name) {
      add(Feature.PEERS_BY_NAME, element.origin().field("toFQDNs"));
    } else if (peer instanceof PeerSelector.OfGroup) {
      boolean ingress = element.direction() == Direction.INGRESS;
      add(Feature.PEERS_BY_GROUP, element.origin().field(ingress ? "fromGroups" : "toGroups"));
    } else {
      clusterPeer(peer, element);
    }
  }

  private void clusterPeer(PeerSelector peer, RuleElement element) {
    String side = element.direction() == Direction.INGRESS ? "from" : "to";
    boolean denied = element.action() == Action.DENY;
    if (peer instanceof PeerSelector.OfEntity of && isOfCluster(of.entity(), denied)) {
      add(clusterPeers(denied), element.origin().field(side + "Entities"));
    } else if (peer instanceof PeerSelector.Endpoints endpoints
        && endpoints.selector().requirements().stream().anyMatch(Features::isOfCluster)) {
      add(clusterPeers(denied), element.origin().field(side + "Endpoints"));
    }
  }

  private static Feature clusterPeers(boolean denied) {
    return denied ? Feature.DENIED_CLUSTER_PEERS : Feature.CLUSTER_PEERS;
  }

  /** To allow the whole cluster is to allow its pods and the host, at least. */
  private static boolean isOfCluster(Entity entity, boolean denied) {
    return OF_CLUSTER.contains(entity.text())
        || (denied && (entity == Entity.CLUSTER || entity == Entity.CLUSTER_MESH));
  }

  private static boolean isOfCluster(Requirement requirement) {
    return requirement.key().source().equals("reserved")
        && OF_CLUSTER.contains(requirement.key().name())
        && (requirement.operator() == Requirement.Operator.EXISTS
            || requirement.operator() == Requirement.Operator.IN);
  }

  private void ports(PortRule rule) {
    ConnectionRules connection = rule.connection();
    if (connection.terminatingTls().isPresent()) {
      add(Feature.TERMINATING_TLS, rule.origin().field("terminatingTLS"));
    }
    if (connection.originatingTls().isPresent()) {
      add(Feature.ORIGINATING_TLS, rule.origin().field("originatingTLS"));
    }
    if (!connection.serverNames().isEmpty()) {
      boolean literal = connection.serverNames().stream().noneMatch(n -> n.contains("*"));
      add(
          literal ? Feature.SERVER_NAMES : Feature.SERVER_NAME_PATTERNS,
          rule.origin().field("serverNames"));
    }
    if (connection.listener().isPresent()) {
      add(Feature.LISTENER, rule.origin().field("listener"));
    }
    l7(rule.l7(), rule.origin());
  }

  private void l7(L7Spec l7, Provenance origin) {
    if (l7 instanceof L7Spec.Http http) {
      http.rules().forEach(r -> r.actions().forEach(a -> action(a, r.origin())));
    } else if (l7 instanceof L7Spec.Dns dns) {
      boolean all = dns.rules().stream().anyMatch(DnsRule::allowsEveryName);
      add(all ? Feature.DNS_EVERY_NAME : Feature.DNS_NAMES, origin.field("rules.dns"));
    } else if (l7 instanceof L7Spec.Unenforced other) {
      String field = other.parser().equals("kafka") ? "rules.kafka" : "rules.l7proto";
      add(Feature.OTHER_PROTOCOL, origin.field(field));
    }
  }

  private void action(HeaderAction action, Provenance rule) {
    if (action.mismatch() != Mismatch.FAIL) {
      add(Feature.HEADER_ACTION, rule.field("headerMatches"));
    }
    if (action.secret().isPresent()) {
      add(Feature.HEADER_SECRET, rule.field("headerMatches"));
    }
  }

  private void add(Feature feature, Provenance at) {
    uses.add(new Feature.Use(feature, at));
  }
}
