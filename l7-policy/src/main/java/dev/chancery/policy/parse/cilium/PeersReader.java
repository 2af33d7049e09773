package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Entity;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the peer lists of a rule element. */
final class PeersReader {
  private static final List<String> KINDS = List.of("Endpoints", "Entities", "CIDR", "CIDRSet");

  private final Context context;
  private final Selector subject;
  private final SelectorReader selectors;
  private final CidrReader cidrs;

  /**
   * @param subject of the rule, as written
   */
  PeersReader(Context context, Selector subject) {
    this.context = context;
    this.subject = subject;
    this.selectors = new SelectorReader(context.findings());
    this.cidrs = new CidrReader(context.findings());
  }

  /**
   * A list that is there and empty selects nobody. Where there is none, the ports decide: with
   * ports everyone is meant, without them nobody.
   */
  PeerRule read(Fields element, ElementKind kind, boolean hasPorts) {
    List<String> written = KINDS.stream().map(kind::peerField).filter(element::has).toList();
    List<PeerSelector> selected = new ArrayList<>();
    selected.addAll(endpoints(element, kind.peerField("Endpoints")));
    selected.addAll(entities(element, kind.peerField("Entities")));
    selected.addAll(cidrs.prefixes(element, kind.peerField("CIDR")));
    selected.addAll(cidrs.sets(element, kind.peerField("CIDRSet")));
    checkOneKind(element, written);
    if (written.isEmpty() && hasPorts) {
      return new PeerRule.Everyone();
    }
    written.stream()
        .filter(f -> element.get(f).filter(PeersReader::isEmptyList).isPresent())
        .forEach(
            f ->
                context
                    .findings()
                    .warning(
                        element.get(f).orElse(element.node()),
                        "selects-nobody",
                        f + ": [] selects nobody"));
    return new PeerRule.AnyOf(selected);
  }

  private void checkOneKind(Fields element, List<String> written) {
    List<String> filled =
        written.stream()
            .filter(f -> element.get(f).filter(PeersReader::hasItems).isPresent())
            .toList();
    if (filled.size() > 1) {
      context
          .findings()
          .error(
              element.node(),
              "combined-peers",
              "combining "
                  + capital(filled.get(0))
                  + " and "
                  + capital(filled.get(1))
                  + " is not supported yet");
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

  private List<PeerSelector> endpoints(Fields element, String field) {
    return element.objects(field, CiliumSchema.SELECTOR).stream()
        .map(selectors::read)
        .map(s -> context.scope().peer(s, subject))
        .<PeerSelector>map(PeerSelector.Endpoints::new)
        .toList();
  }

  private List<PeerSelector> entities(Fields element, String field) {
    return element.list(field).stream().flatMap(this::entity).toList();
  }

  private Stream<PeerSelector> entity(Node node) {
    Optional<String> text = Fields.string(node, context.findings());
    Optional<Entity> entity = text.flatMap(Entity::of);
    if (text.isPresent() && entity.isEmpty()) {
      context.findings().error(node, "unknown-value", "unsupported entity: " + text.get());
    }
    return entity.<PeerSelector>map(PeerSelector.OfEntity::new).stream();
  }
}
