package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the peer lists of a rule element. */
final class PeersReader {
  private static final List<String> KINDS =
      List.of("Endpoints", "Entities", "CIDR", "CIDRSet", "Nodes", "Groups", "Services", "FQDNs");

  /** Of these Cilium takes an empty list beside ports for everyone. */
  private static final Set<String> EVERYONE_IN_CILIUM = Set.of("Groups", "Services", "FQDNs");

  private final Context context;
  private final Selector subject;
  private final SelectorReader selectors;
  private final EntityReader entities;
  private final CidrReader cidrs;
  private final ServiceReader services;
  private final NameReader names;

  /**
   * @param subject of the rule, as written
   */
  PeersReader(Context context, Selector subject) {
    this.context = context;
    this.subject = subject;
    this.selectors = new SelectorReader(context.findings());
    this.entities = new EntityReader(context);
    this.cidrs = new CidrReader(context);
    this.services = new ServiceReader(context);
    this.names = new NameReader(context);
  }

  /**
   * A list that is there and empty selects nobody. Where there is none, the ports decide: with
   * ports everyone is meant, without them nobody.
   */
  PeerRule read(Fields element, ElementKind kind, boolean hasPorts) {
    List<String> written = KINDS.stream().filter(k -> element.has(kind.peerField(k))).toList();
    List<PeerSelector> selected = new ArrayList<>();
    written.forEach(k -> selected.addAll(list(element, k, kind.peerField(k))));
    checkOneKind(element, written.stream().map(kind::peerField).toList());
    checkRequirements(element, kind.peerField("Requires"));
    if (written.isEmpty() && hasPorts) {
      return new PeerRule.Everyone();
    }
    written.forEach(k -> warnOfNobody(element, k, kind.peerField(k)));
    return new PeerRule.AnyOf(selected);
  }

  private List<PeerSelector> list(Fields element, String kind, String field) {
    return switch (kind) {
      case "Endpoints" -> endpoints(element, field);
      case "Entities" -> entities.read(element, field);
      case "CIDR" -> cidrs.prefixes(element, field);
      case "CIDRSet" -> cidrs.sets(element, field);
      case "Nodes" -> nodes(element, field);
      case "Groups" -> groups(element, field);
      case "Services" -> services.read(element, field);
      case "FQDNs" -> names.peers(element, field);
      default -> throw new AssertionError(kind);
    };
  }

  private List<PeerSelector> endpoints(Fields element, String field) {
    return element.objects(field, CiliumSchema.SELECTOR).stream()
        .map(selectors::read)
        .map(s -> context.scope().peer(s, subject))
        .<PeerSelector>map(PeerSelector.Endpoints::new)
        .toList();
  }

  private List<PeerSelector> nodes(Fields element, String field) {
    List<Fields> written = element.objects(field, CiliumSchema.SELECTOR);
    if (!element.list(field).isEmpty() && !context.language().nodeSelectorLabels()) {
      context
          .findings()
          .error(
              element.get(field).orElse(element.node()),
              "node-labels-off",
              "FromNodes/ToNodes rules can only be applied when the"
                  + " \"enable-node-selector-labels\" flag is set");
    }
    return written.stream()
        .map(selectors::read)
        .map(context.scope()::node)
        .<PeerSelector>map(PeerSelector.Endpoints::new)
        .toList();
  }

  private static List<PeerSelector> groups(Fields element, String field) {
    List<PeerSelector> groups = new ArrayList<>();
    for (Fields group : element.objects(field, CiliumSchema.GROUP)) {
      group.object("aws", CiliumSchema.AWS_GROUP).ifPresent(PeersReader::checkAws);
      groups.add(new PeerSelector.OfGroup(group.has("aws") ? "aws" : ""));
    }
    return groups;
  }

  private static void checkAws(Fields aws) {
    aws.string("region");
    aws.texts("labels");
    aws.strings("securityGroupsIds");
    aws.strings("securityGroupsNames");
  }

  private void checkOneKind(Fields element, List<String> written) {
    List<String> filled =
        written.stream()
            .filter(f -> element.get(f).filter(PeersReader::hasItems).isPresent())
            .toList();
    if (filled.size() > 1) {
      combined(element, filled.get(0), filled.get(1));
    }
    boolean hasPorts = element.get("toPorts").filter(PeersReader::hasItems).isPresent();
    if (filled.contains("toServices")
        && hasPorts
        && !context.language().compat().isAtLeast(Compat.V1_19)) {
      combined(element, "toServices", "toPorts");
    }
  }

  private void combined(Fields element, String one, String other) {
    context
        .findings()
        .error(
            element.node(),
            "combined-peers",
            "combining " + capital(one) + " and " + capital(other) + " is not supported yet");
  }

  /** Cilium 1.19 left the field without a meaning and takes an empty list only. */
  private void checkRequirements(Fields element, String field) {
    if (!element.list(field).isEmpty()) {
      context
          .findings()
          .schemaError(
              element.get(field).orElse(element.node()),
              "requires",
              field
                  + " has no meaning since Cilium 1.19 (expected: the requirement in every"
                  + " selector of the peers)");
    }
  }

  private void warnOfNobody(Fields element, String kind, String field) {
    if (element.get(field).filter(PeersReader::isEmptyList).isPresent()) {
      String contrast =
          EVERYONE_IN_CILIUM.contains(kind) ? "; Cilium takes it for everyone beside toPorts" : "";
      context
          .findings()
          .warning(
              element.get(field).orElse(element.node()),
              "selects-nobody",
              field + ": [] selects nobody" + contrast);
    }
  }

  private static boolean isEmptyList(Node node) {
    return node instanceof Node.Sequence sequence && sequence.items().isEmpty();
  }

  private static boolean hasItems(Node node) {
    return node instanceof Node.Sequence sequence && !sequence.items().isEmpty();
  }

  private static String capital(String field) {
    return Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }
}
