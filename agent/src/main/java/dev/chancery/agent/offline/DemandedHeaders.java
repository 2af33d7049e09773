package dev.chancery.agent.offline;

import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.L7Rules;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which request headers have a say in verdicts. */
public final class DemandedHeaders {
  private DemandedHeaders() {}

  /** Lower-case names of the headers that HTTP rules speak of, and {@code upgrade}. */
  public static Set<String> of(DirectionPolicy policy) {
    var names = new TreeSet<String>();
    names.add(HttpRule.UPGRADE);
    policy.entries().stream()
        .flatMap(e -> Stream.concat(Stream.of(e.l7()), e.parts().stream().map(p -> p.l7())))
        .flatMap(l7 -> l7 instanceof L7Rules.Http http ? http.rules().stream() : Stream.of())
        .forEach(
            rule -> {
              rule.headers().stream().map(HeaderRule::name).forEach(names::add);
              rule.actions().stream().map(HeaderAction::name).forEach(names::add);
            });
    return names;
  }
}
