package dev.chancery.testproxy;

import com.google.protobuf.Any;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.policy.Secrets;
import dev.chancery.testproxy.stream.Faults;
import dev.chancery.testproxy.stream.Typed;
import dev.chancery.testproxy.stream.UpdateHandler;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.List;
import java.util.Optional;

/** NPDS: one bad policy refuses the whole response, and the old map stays (§3.2). */
final class PolicyFeed implements UpdateHandler {
  private final Secrets secrets;
  private final Faults faults;
  private final Audit audit;
  private final Runnable changed;
  private PolicyMap map;

  PolicyFeed(
      ProxyGeneration generation, Secrets secrets, Faults faults, Audit audit, Runnable changed) {
    this.secrets = secrets;
    this.faults = faults;
    this.audit = audit;
    this.changed = changed;
    this.map = PolicyMap.none(generation);
  }

  @Override
  public void apply(List<Any> resources, boolean first, boolean reconnected) throws Rejected {
    List<NetworkPolicy> policies = Typed.list(resources, NetworkPolicy.class);
    if (first && policies.isEmpty()) {
      audit.note(
          reconnected && !map.policies().isEmpty() ? 12 : 16,
          "no policy in the first answer of a stream, while listeners are there");
    }
    for (NetworkPolicy policy : policies) {
      Optional<String> refusal = faults.refusal(policy);
      if (refusal.isPresent()) {
        throw new Rejected(-1, refusal.get());
      }
    }
    map = map.replacedBy(policies, secrets, audit);
    changed.run();
  }

  PolicyMap map() {
    return map;
  }
}
