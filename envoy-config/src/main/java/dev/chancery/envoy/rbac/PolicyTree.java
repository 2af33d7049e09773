package dev.chancery.envoy.rbac;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compiles one direction of a policy, or what several allow in common: port map, then peer trie,
 * then rules, then named verdicts.
 *
 * <p>Every path through the tree ends in an explicit verdict. Envoy takes a branch without a result
 * for no match and falls back to the next less specific prefix, which may be one that allows.
 */
public final class PolicyTree {
  private final List<Ruling> rulings;
  private final TypedExtensionConfig peerInput;
  private final Layer layer;

  private PolicyTree(List<Ruling> rulings, TypedExtensionConfig peerInput, Layer layer) {
    this.rulings = List.copyOf(rulings);
    this.peerInput = peerInput;
    this.layer = layer;
  }

  /**
   * The tree of one policy.
   *
   * @param peerInput where the peer's address is: a source for ingress, the destination for egress
   */
  public static Matcher compile(
      DirectionPolicy policy, IpCache cache, TypedExtensionConfig peerInput, Layer layer) {
    return compile(List.of(new Ruling(policy, cache)), peerInput, layer);
  }

  /**
   * The tree of what every one of several policies allows, each with its own identities: what is in
   * force between an old and a new policy.
   */
  public static Matcher compile(List<Ruling> rulings, TypedExtensionConfig peerInput, Layer layer) {
    return new PolicyTree(rulings, peerInput, layer).ports();
  }

  private Matcher ports() {
    Map<String, OnMatch> single = new LinkedHashMap<>();
    List<FieldMatcher> ranges = new ArrayList<>();
    Map<List<List<PolicyEntry>>, OnMatch> seen = new LinkedHashMap<>();
    for (PortRange piece : PortSpace.pieces(ranges())) {
      List<List<PolicyEntry>> entries = rulings.stream().map(r -> r.on(piece.first())).toList();
      if (entries.stream().allMatch(List::isEmpty)) {
        continue;
      }
      OnMatch outcome = seen.computeIfAbsent(entries, this::peers);
      if (piece.first() == piece.last()) {
        single.put(String.valueOf(piece.first()), outcome);
      } else {
        ranges.add(
            Trees.when(
                Trees.regex(
                    Inputs.DESTINATION_PORT, NumberRange.regex(piece.first(), piece.last())),
                outcome));
      }
    }
    OnMatch otherwise = requests(rulings.stream().map(r -> List.<PolicyEntry>of()).toList());
    if (!ranges.isEmpty()) {
      otherwise = Trees.nested(Trees.list(ranges, otherwise));
    }
    return single.isEmpty()
        ? Matcher.newBuilder().setOnNoMatch(otherwise).build()
        : Trees.exactMap(Inputs.DESTINATION_PORT, single, otherwise);
  }

  private List<PortRange> ranges() {
    return rulings.stream()
        .flatMap(r -> r.policy().entries().stream())
        .map(PolicyEntry::ports)
        .toList();
  }

  /** From the entries on a port, a list for each ruling. */
  private OnMatch peers(List<List<PolicyEntry>> entries) {
    PeerClasses<List<List<PolicyEntry>>> peers =
        PeerClasses.of(
            rulings.stream().map(Ruling::cache).toList(),
            identities ->
                IntStream.range(0, entries.size())
                    .mapToObj(i -> of(entries.get(i), identities.get(i)))
                    .toList());
    OnMatch others = requests(peers.others());
    if (peers.classes().isEmpty()) {
      return others;
    }
    Map<OnMatch, List<IpPrefix>> outcomes = new LinkedHashMap<>();
    peers
        .classes()
        .forEach(
            (covering, prefixes) ->
                outcomes
                    .computeIfAbsent(requests(covering), k -> new ArrayList<>())
                    .addAll(prefixes));
    return Trees.nested(Trees.ipTrie(peerInput, outcomes, others));
  }

  private static List<PolicyEntry> of(List<PolicyEntry> entries, int identity) {
    return entries.stream().filter(e -> e.peers().contains(identity)).toList();
  }

  /** From the entries that cover a port and a peer, a list for each ruling. */
  private OnMatch requests(List<List<PolicyEntry>> covering) {
    List<Outcome.Filtered> filters = new ArrayList<>();
    Leaf settled = Leaf.NOT_ENFORCED;
    for (int i = 0; i < covering.size(); i++) {
      Outcome outcome = Outcome.of(rulings.get(i).policy(), covering.get(i), layer);
      if (outcome instanceof Outcome.Filtered filter) {
        filters.add(filter);
      } else if (outcome instanceof Outcome.Settled of) {
        settled = of.leaf();
        if (!settled.allow()) {
          return settled.onMatch();
        }
      }
    }
    if (filters.isEmpty()) {
      return settled.onMatch();
    }
    OnMatch denied = Leaf.DEFAULT_DENY.onMatch();
    if (filters.size() == 1) {
      return Trees.nested(Trees.list(HttpRules.matchers(filters.get(0).rules(), denied), denied));
    }
    List<Predicate> all = filters.stream().map(f -> HttpRules.anyOf(f.rules())).toList();
    FieldMatcher passes = Trees.when(Trees.all(all), Leaf.TRANSITION.onMatch());
    return Trees.nested(Trees.list(List.of(passes), denied));
  }
}
