package dev.chancery.policy.peer;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.LabelKey;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Entity;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.world.Service;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The selectors that a peer list stands for, spelt in one way however they were written: what rules
 * say of equal selectors is merged.
 */
public final class PeerAtoms {
  /** Everyone: no peer list, or the entity {@code all}. */
  public static final PeerSelector WILDCARD = new PeerSelector.OfEntity(Entity.ALL);

  /** The entity {@code host}. */
  public static final PeerSelector HOST = reserved("host");

  private static final Comparator<Requirement> ORDER =
      Comparator.comparing((Requirement r) -> r.key().internal())
          .thenComparing(Requirement::operator)
          .thenComparing(r -> r.values().toString());

  private final World world;

  public PeerAtoms(World world) {
    this.world = world;
  }

  /** Each once, in the order of the list; beside the entity {@code all} no other counts. */
  public List<PeerSelector> of(PeerRule rule) {
    return rule instanceof PeerRule.AnyOf any && !any.selectors().contains(WILDCARD)
        ? any.selectors().stream().flatMap(this::of).distinct().toList()
        : List.of(WILDCARD);
  }

  /** None for what selects nobody. */
  public Stream<PeerSelector> of(PeerSelector selector) {
    if (selector instanceof PeerSelector.OfEntity entity) {
      return entity(entity.entity());
    }
    if (selector instanceof PeerSelector.OfService service) {
      return world.services().stream()
          .filter(s -> isMeant(service, s))
          .flatMap(s -> behind(s).stream());
    }
    if (selector instanceof PeerSelector.Endpoints endpoints) {
      List<Requirement> sorted =
          endpoints.selector().requirements().stream().sorted(ORDER).toList();
      return Stream.of(
          sorted.isEmpty() ? WILDCARD : new PeerSelector.Endpoints(new Selector(sorted)));
    }
    if (selector instanceof PeerSelector.Cidr cidr) {
      return Stream.of(
          new PeerSelector.Cidr(cidr.prefix(), cidr.except().stream().sorted().toList()));
    }
    return Stream.of(selector);
  }

  private Stream<PeerSelector> entity(Entity entity) {
    if (entity == Entity.ALL) {
      return Stream.of(WILDCARD);
    }
    Stream<PeerSelector> reserved = entity.reserved().stream().map(PeerAtoms::reserved);
    return entity == Entity.CLUSTER ? Stream.concat(reserved, Stream.of(ofCluster())) : reserved;
  }

  private PeerSelector ofCluster() {
    return new PeerSelector.Endpoints(
        Selector.of(Requirement.equal(LabelKey.k8s(EndpointLabels.CLUSTER), world.cluster())));
  }

  private static PeerSelector reserved(String name) {
    return new PeerSelector.Endpoints(
        Selector.of(Requirement.equal(new LabelKey("reserved", name), "")));
  }

  private static boolean isMeant(PeerSelector.OfService wanted, Service service) {
    boolean inNamespace =
        wanted.namespace().isEmpty() || wanted.namespace().equals(service.namespace());
    return inNamespace
        && wanted.name().map(service.name()::equals).orElse(true)
        && wanted.labels().map(l -> l.matches(labels(service))).orElse(true)
        && (wanted.name().isPresent() || wanted.labels().isPresent());
  }

  private static Labels labels(Service service) {
    return Labels.of(
        service.labels().entrySet().stream()
            .map(e -> Label.k8s(e.getKey(), e.getValue()))
            .toList());
  }

  /** The pods of a service with a selector, else the addresses of its backends. */
  private List<PeerSelector> behind(Service service) {
    if (service.selector().isEmpty()) {
      return service.backends().stream()
          .<PeerSelector>map(a -> new PeerSelector.Cidr(IpPrefix.of(a), List.of()))
          .toList();
    }
    List<Requirement> all = new ArrayList<>();
    new TreeMap<>(service.selector())
        .forEach((key, value) -> all.add(Requirement.equal(LabelKey.k8s(key), value)));
    all.add(Requirement.equal(LabelKey.k8s(EndpointLabels.NAMESPACE), service.namespace()));
    return of(new PeerSelector.Endpoints(new Selector(all))).toList();
  }
}
