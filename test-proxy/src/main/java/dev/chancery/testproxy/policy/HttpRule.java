package dev.chancery.testproxy.policy;

import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import java.util.ArrayList;
import java.util.List;

/** {@code cilium.HttpNetworkPolicyRule}: conditions, all of which must hold, and then actions. */
record HttpRule(List<HeaderCondition> conditions, List<HeaderAction> actions) {
  HttpRule {
    conditions = List.copyOf(conditions);
    actions = List.copyOf(actions);
  }

  static HttpRule read(HttpNetworkPolicyRule proto, Secrets secrets) throws Rejected {
    List<HeaderCondition> conditions = new ArrayList<>();
    for (HeaderMatcher matcher : proto.getHeadersList()) {
      conditions.add(new HeaderCondition(matcher));
    }
    List<HeaderAction> actions = new ArrayList<>();
    for (var match : proto.getHeaderMatchesList()) {
      actions.add(new HeaderAction(match, secrets));
    }
    return new HttpRule(conditions, actions);
  }

  /** All actions run once the conditions hold, also after one has failed. */
  boolean matches(RequestState request) {
    if (!conditions.stream().allMatch(condition -> condition.matches(request.call()))) {
      return false;
    }
    boolean passes = true;
    for (HeaderAction action : actions) {
      passes &= action.passes(request);
    }
    return passes;
  }
}
