package dev.chancery.flows.filter.label;

import dev.chancery.flows.golang.GoSyntaxException;
import java.util.List;

/**
 * A Kubernetes label selector whose keys may name a source: {@code k8s:app=web}, {@code
 * !reserved:world}, {@code tier in (a, b)}. A key without a source means any. All requirements must
 * hold; the empty selector matches everything.
 */
public record LabelSelector(List<Requirement> requirements) {
  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  public static LabelSelector parse(String text) throws GoSyntaxException {
    return new LabelSelector(new SelectorReader(SelectorKeys.withSources(text)).read());
  }

  public boolean matches(FlowLabels labels) {
    return requirements.stream().allMatch(requirement -> requirement.matches(labels));
  }
}
