package dev.chancery.policy.peer;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IdentitySet;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.persistent.PersistentMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  /**
   * Brings identities to what they are now. What many of them change is changed once.
   *
   * @param changed is told each selector that now selects others than before
   */
  public SelectorIndex next(
      Set<Integer> touched, Map<Integer, Identity> now, Consumer<PeerSelector> changed) {
    List<Identity> gone = new ArrayList<>();
    List<Identity> come = new ArrayList<>();
    for (int number : touched) {
      Identity before = identities.get(number);
      Identity after = now.get(number);
      if (!Objects.equals(before, after)) {
        Stream.ofNullable(before).forEach(gone::add);
        Stream.ofNullable(after).forEach(come::add);
      }
    }
    return without(gone, changed).with(come, changed);
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

  /** With an identity that is new, or has other labels than before; {@code changed} as in next. */
  public SelectorIndex with(Identity identity, Consumer<PeerSelector> changed) {
    return next(Set.of(identity.number()), Map.of(identity.number(), identity), changed);
  }

  /**
   * @param changed is told each selector that selected this identity
   */
  public SelectorIndex without(int number, Consumer<PeerSelector> changed) {
    return next(Set.of(number), Map.of(), changed);
  }

  private SelectorIndex with(List<Identity> come, Consumer<PeerSelector> changed) {
    var nowHaving = having;
    var nowSelected = selected;
    for (Map.Entry<Demand, List<Identity>> offer : byOffer(come).entrySet()) {
      IdentitySet more = numbers(offer.getValue());
      nowHaving = nowHaving.with(offer.getKey(), candidates(having, offer.getKey()).union(more));
      for (PeerSelector selector : demanding(offer.getKey())) {
        IdentitySet newly = selectedBy(selector, offer.getValue());
        if (!newly.isEmpty()) {
          nowSelected = nowSelected.with(selector, numbers(nowSelected, selector).union(newly));
          changed.accept(selector);
        }
      }
    }
    var nowIdentities = identities;
    for (Identity identity : come) {
      nowIdentities = nowIdentities.with(identity.number(), identity);
    }
    return new SelectorIndex(cluster, nowIdentities, nowHaving, nowSelected, demanding);
  }

  private SelectorIndex without(List<Identity> gone, Consumer<PeerSelector> changed) {
    var nowHaving = having;
    var nowSelected = selected;
    for (Map.Entry<Demand, List<Identity>> offer : byOffer(gone).entrySet()) {
      IdentitySet fewer = numbers(offer.getValue());
      IdentitySet left = candidates(having, offer.getKey()).without(fewer);
      nowHaving =
          left.isEmpty() ? nowHaving.without(offer.getKey()) : nowHaving.with(offer.getKey(), left);
      for (PeerSelector selector : demanding(offer.getKey())) {
        IdentitySet before = numbers(nowSelected, selector);
        IdentitySet after = before.without(fewer);
        if (after.size() < before.size()) {
          nowSelected = nowSelected.with(selector, after);
          changed.accept(selector);
        }
      }
    }
    var nowIdentities = identities;
    for (Identity identity : gone) {
      nowIdentities = nowIdentities.without(identity.number());
    }
    return new SelectorIndex(cluster, nowIdentities, nowHaving, nowSelected, demanding);
  }

  private static Map<Demand, List<Identity>> byOffer(List<Identity> all) {
    Map<Demand, List<Identity>> byOffer = new LinkedHashMap<>();
    for (Identity identity : all) {
      for (Demand offer : Demand.offered(identity)) {
        byOffer.computeIfAbsent(offer, o -> new ArrayList<>()).add(identity);
      }
    }
    return byOffer;
  }

  private static IdentitySet numbers(List<Identity> all) {
    return IdentitySet.of(all.stream().mapToInt(Identity::number).toArray());
  }

  private IdentitySet selectedBy(PeerSelector selector, List<Identity> offering) {
    return numbers(offering.stream().filter(i -> selector.selects(i.labels(), cluster)).toList());
  }

  private Set<PeerSelector> demanding(Demand offer) {
    return demanding.getOrDefault(offer, PersistentMap.empty()).keySet();
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
