package dev.chancery.agent.offline;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Explanation;
import dev.chancery.policy.evaluate.NearMiss;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.world.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Explanations with names of peers in place of identity numbers. */
record PeerNames(NodeView view) {
  /** Kind of the policies that stand for options of the agent: nobody wrote them. */
  private static final String OPTION = "Option";

  Explanation named(Explanation explanation, DirectionPolicy policy, End peer) {
    List<NearMiss> near =
        explanation.nearest().stream()
            .filter(miss -> !miss.rule().policy().kind().equals(OPTION))
            .map(miss -> miss.predicate().equals(NearMiss.PEER) ? named(miss, policy, peer) : miss)
            .toList();
    return new Explanation(explanation.decision(), near);
  }

  private NearMiss named(NearMiss miss, DirectionPolicy policy, End peer) {
    return new NearMiss(
        miss.rule(),
        miss.passed(),
        miss.predicate(),
        peers(policy, miss.rule()).orElse(miss.expected()),
        Optional.of(peer.name()));
  }

  /** Everyone whom one of the rule's selectors selects. */
  private Optional<String> peers(DirectionPolicy policy, Provenance rule) {
    var numbers = new TreeSet<Integer>();
    policy.entries().stream()
        .filter(e -> e.parts().stream().anyMatch(p -> p.origin().equals(rule)))
        .map(PolicyEntry::peers)
        .filter(Peers.Identities.class::isInstance)
        .forEach(p -> numbers.addAll(((Peers.Identities) p).numbers()));
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(numbers.stream().map(this::name).collect(Collectors.joining(", ")));
  }

  /** The pods of an identity, else its labels. */
  private String name(int number) {
    String pods =
        view.world().endpoints().stream()
            .filter(e -> e.identity().number() == number)
            .map(Endpoint::key)
            .collect(Collectors.joining(", "));
    if (!pods.isEmpty()) {
      return pods;
    }
    Identity identity = view.resolution().identities().get(number);
    return identity == null ? String.valueOf(number) : String.join(" ", identity.labels().texts());
  }
}
