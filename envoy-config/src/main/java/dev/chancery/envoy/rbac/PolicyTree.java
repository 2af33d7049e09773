package dev.chancery.envoy.rbac;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.resolve.Action;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.HttpRule;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles one direction of a policy: port map, then peer trie, then rules, then named verdicts.
 *
 * <p>Every path through the tree ends in an explicit verdict. Envoy takes a branch without a result
 * for no match and falls back to the next less specific prefix, which may be one that allows.
 */
public final class PolicyTree {
  private final DirectionPolicy policy;
  private final IpCache cache;
  private final TypedExtensionConfig peerInput;
  private final Layer layer;

  private PolicyTree(
      DirectionPolicy policy, IpCache cache, TypedExtensionConfig peerInput, Layer layer) {
    this.policy = policy;
    this.cache = cache;
    this.peerInput = peerInput;
    this.layer = layer;
  }

  /**
   * The tree of one direction of an endpoint's policy.
   *
   * @param peerInput where the peer's address is: a source for ingress, the destination for egress
   */
  public static Matcher compile(
      DirectionPolicy policy, IpCache cache, TypedExtensionConfig peerInput, Layer layer) {
    return new PolicyTree(policy, cache, peerInput, layer).ports();
  }

  private Matcher ports() {
    Map<String, OnMatch> single = new LinkedHashMap<>();
    List<FieldMatcher> ranges = new ArrayList<>();
    Map<List<PolicyEntry>, OnMatch> seen = new LinkedHashMap<>();
    for (PortRange piece :
        PortSpace.pieces(policy.entries().stream().map(PolicyEntry::ports).toList())) {
      List<PolicyEntry> entries =
          policy.entries().stream()
              .filter(e -> e.ports().contains(Protocol.TCP, piece.first()))
              .toList();
      if (entries.isEmpty()) {
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
    OnMatch otherwise = verdict(List.of()).onMatch();
    if (!ranges.isEmpty()) {
      otherwise = Trees.nested(Trees.list(ranges, otherwise));
    }
    return single.isEmpty()
        ? Matcher.newBuilder().setOnNoMatch(otherwise).build()
        : Trees.exactMap(Inputs.DESTINATION_PORT, single, otherwise);
  }

  private OnMatch peers(List<PolicyEntry> entries) {
    PeerClasses<List<PolicyEntry>> peers =
        PeerClasses.of(
            cache, identity -> entries.stream().filter(e -> e.peers().contains(identity)).toList());
    OnMatch others = rules(peers.others());
    if (peers.classes().isEmpty()) {
      return others;
    }
    Map<OnMatch, List<dev.chancery.policy.IpPrefix>> outcomes = new LinkedHashMap<>();
    peers
        .classes()
        .forEach(
            (covering, prefixes) ->
                outcomes.computeIfAbsent(rules(covering), k -> new ArrayList<>()).addAll(prefixes));
    return Trees.nested(Trees.ipTrie(peerInput, outcomes, others));
  }

  /** {@code covering}: the entries that cover this port and this peer. */
  private OnMatch rules(List<PolicyEntry> covering) {
    List<HttpRule> http = new ArrayList<>();
    boolean decided = covering.stream().anyMatch(e -> decides(e));
    if (layer == Layer.REQUEST && !decided) {
      for (PolicyEntry entry : covering) {
        if (entry.l7() instanceof L7Rules.Http rules) {
          http.addAll(rules.rules());
        }
      }
    }
    return http.isEmpty()
        ? verdict(covering).onMatch()
        : Trees.nested(Trees.list(HttpRules.matchers(http), verdict(List.of()).onMatch()));
  }

  /** Whether this entry settles the matter whatever the request says. */
  private boolean decides(PolicyEntry entry) {
    return entry.action() == Action.DENY || !entry.l7().redirects() || layer == Layer.CONNECTION;
  }

  private Leaf verdict(List<PolicyEntry> covering) {
    for (PolicyEntry entry : covering) {
      if (entry.action() == Action.DENY) {
        return new Leaf(false, entry.origin().id());
      }
    }
    for (PolicyEntry entry : covering) {
      if (decides(entry)) {
        return new Leaf(true, entry.origin().id());
      }
    }
    return policy.enforced() ? Leaf.DEFAULT_DENY : Leaf.NOT_ENFORCED;
  }
}
