package dev.chancery.flows.filter;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.filter.label.FlowLabels;
import dev.chancery.flows.filter.label.LabelSelector;
import dev.chancery.flows.golang.GoSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code source_label}, {@code destination_label}, {@code node_labels}: Kubernetes selectors. */
final class LabelFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getSourceLabelCount() > 0) {
      matches.add(
          selected("source", filter.getSourceLabelList(), f -> f.getSource().getLabelsList()));
    }
    if (filter.getDestinationLabelCount() > 0) {
      matches.add(
          selected(
              "destination",
              filter.getDestinationLabelList(),
              f -> f.getDestination().getLabelsList()));
    }
    if (filter.getNodeLabelsCount() > 0) {
      matches.add(selected("node", filter.getNodeLabelsList(), Flow::getNodeLabelsList));
    }
    return matches;
  }

  private static FlowMatch selected(
      String what, List<String> selectors, Function<Flow, List<String>> labels)
      throws InvalidFilterException {
    var parsed = new ArrayList<LabelSelector>();
    for (String selector : selectors) {
      try {
        parsed.add(LabelSelector.parse(selector));
      } catch (GoSyntaxException e) {
        throw new InvalidFilterException("invalid " + what + " label filter: " + e.text());
      }
    }
    return flow -> {
      FlowLabels actual = FlowLabels.parse(labels.apply(flow));
      return parsed.stream().anyMatch(selector -> selector.matches(actual));
    };
  }
}
