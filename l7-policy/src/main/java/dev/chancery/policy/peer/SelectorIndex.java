package dev.chancery.policy.peer;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IdentitySet;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.persistent.PersistentMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Whom each selector selects among the identities that exist. Immutable.
 *
 * <p>Selectors and identities are filed under what the ones demand and the others have ({@link
 * Demand}): an identity that comes is shown to the selectors that demand something that it has, and
 * a selector that comes is shown the identities that have what it demands. Nobody else is asked.
 *
 * @param cluster name of the local cluster
 * @param identities by number
 * @param having numbers of the identities by what they have
 * @param selected whom each selector selects
 * @param demanding selectors by what they demand; the selectors are the keys
 */
public record SelectorIndex(
    String cluster,
    PersistentMap<Integer, Identity> identities,
    PersistentMap<Demand, IdentitySet> having,
    PersistentMap<PeerSelector, IdentitySet> selected,
    PersistentMap<Demand, PersistentMap<PeerSelector, Demand>> demanding) {

  public static SelectorIndex empty(String cluster) {
    return new SelectorIndex(
        cluster,
        PersistentMap.empty(),
        PersistentMap.empty(),
        PersistentMap.empty(),
        PersistentMap.empty());
  }

  /** Brings identities to what they are now. {@code changed}: as {@link #with}. */
  public SelectorIndex next(
      Set<Integer> touched, Map<Integer, Identity> now, Consumer<PeerSelector> changed) {
    SelectorIndex next = this;
    for (int number : touched) {
      Identity identity = now.get(number);
      next = identity == null ? next.without(number, changed) : next.with(identity, changed);
    }
    return next;
  }

  /** Whom this selector selects; empty where it is not in the index. */
  public Optional<IdentitySet> find(PeerSelector selector) {
    return Optional.ofNullable(selected.get(selector));
  }

  /** Whom any selector of labels selects, in the index or not. */
  public IdentitySet matching(Selector selector) {
    return matching(Demand.of(selector), selector::matches);
  }

  private IdentitySet matching(Demand demand, Predicate<Labels> test) {
    return IdentitySet.of(
        candidates(having, demand).numbers().filter(n -> test.test(labels(n))).toArray());
  }

  /**
   * With an identity that is new, or has other labels than before.
   *
   * @param changed is told each selector that now selects others than before
   */
  public SelectorIndex with(Identity identity, Consumer<PeerSelector> changed) {
    Identity old = identities.get(identity.number());
    if (identity.equals(old)) {
      return this;
    }
    return old == null
        ? added(identity, changed)
        : without(identity.number(), changed).added(identity, changed);
  }

  private SelectorIndex added(Identity identity, Consumer<PeerSelector> changed) {
    int number = identity.number();
    var nowHaving = having;
    var nowSelected = selected;
    for (Demand offer : Demand.offered(identity)) {
      nowHaving = nowHaving.with(offer, candidates(nowHaving, offer).with(number));
      for (PeerSelector selector : demanding.getOrDefault(offer, PersistentMap.empty()).keySet()) {
        if (selector.selects(identity.labels(), cluster)) {
          nowSelected = nowSelected.with(selector, numbers(nowSelected, selector).with(number));
          changed.accept(selector);
        }
      }
    }
    return new SelectorIndex(
        cluster, identities.with(number, identity), nowHaving, nowSelected, demanding);
  }

  /**
   * @param changed is told each selector that selected this identity
   */
  public SelectorIndex without(int number, Consumer<PeerSelector> changed) {
    Identity identity = identities.get(number);
    if (identity == null) {
      return this;
    }
    var nowHaving = having;
    var nowSelected = selected;
    for (Demand offer : Demand.offered(identity)) {
      IdentitySet left = candidates(nowHaving, offer).without(number);
      nowHaving = left.isEmpty() ? nowHaving.without(offer) : nowHaving.with(offer, left);
      for (PeerSelector selector : demanding.getOrDefault(offer, PersistentMap.empty()).keySet()) {
        IdentitySet numbers = numbers(nowSelected, selector);
        if (numbers.contains(number)) {
          nowSelected = nowSelected.with(selector, numbers.without(number));
          changed.accept(selector);
        }
      }
    }
    return new SelectorIndex(
        cluster, identities.without(number), nowHaving, nowSelected, demanding);
  }

  public SelectorIndex with(PeerSelector selector) {
    if (selected.containsKey(selector)) {
      return this;
    }
    Demand demand = Demand.of(selector);
    IdentitySet numbers = matching(demand, labels -> selector.selects(labels, cluster));
    var filed = demanding.getOrDefault(demand, PersistentMap.empty()).with(selector, demand);
    return new SelectorIndex(
        cluster,
        identities,
        having,
        selected.with(selector, numbers),
        demanding.with(demand, filed));
  }

  public SelectorIndex without(PeerSelector selector) {
    if (!selected.containsKey(selector)) {
      return this;
    }
    Demand demand = Demand.of(selector);
    var filed = demanding.getOrDefault(demand, PersistentMap.empty()).without(selector);
    return new SelectorIndex(
        cluster,
        identities,
        having,
        selected.without(selector),
        filed.isEmpty() ? demanding.without(demand) : demanding.with(demand, filed));
  }

  private Labels labels(int number) {
    return Objects.requireNonNull(identities.get(number)).labels();
  }

  private static IdentitySet candidates(PersistentMap<Demand, IdentitySet> having, Demand demand) {
    return having.getOrDefault(demand, IdentitySet.EMPTY);
  }

  private static IdentitySet numbers(
      PersistentMap<PeerSelector, IdentitySet> selected, PeerSelector selector) {
    return selected.getOrDefault(selector, IdentitySet.EMPTY);
  }
}
