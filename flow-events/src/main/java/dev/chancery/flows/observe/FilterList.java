package dev.chancery.flows.observe;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.observe.flag.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What the flags make of an allow list or a deny list: two filters, of which the first has the
 * source part of flags such as {@code --pod} and the second the destination part. All else is in
 * both; where they end up equal they are one.
 */
final class FilterList {
  private final Set<String> flags = new LinkedHashSet<>();
  private final FlowFilter.Builder first = FlowFilter.newBuilder();
  private final FlowFilter.Builder second = FlowFilter.newBuilder();
  private final Namespaces either = new Namespaces();
  private final Namespaces source = new Namespaces();
  private final Namespaces destination = new Namespaces();
  private boolean filtered;

  void set(FilterFlag flag, String value) throws UsageException {
    flags.add(flag.name());
    FlagConflicts.check(flags);
    flag.effect().apply(this, value);
    checkNamespaces(first);
    checkNamespaces(second);
  }

  <T> void addToBoth(T value, BiConsumer<FlowFilter.Builder, T> field) {
    addToEach(value, field, field);
  }

  <T> void addToEach(
      T value,
      BiConsumer<FlowFilter.Builder, T> ofFirst,
      BiConsumer<FlowFilter.Builder, T> ofSecond) {
    filtered = true;
    ofFirst.accept(first, value);
    ofSecond.accept(second, value);
  }

  void addNamespace(String namespace) {
    either.add(namespace);
  }

  void addSourceNamespace(String namespace) {
    source.add(namespace);
  }

  void addDestinationNamespace(String namespace) {
    destination.add(namespace);
  }

  /** None, one or two filters. */
  List<FlowFilter> filters() {
    if (!filtered && either.isEmpty() && source.isEmpty() && destination.isEmpty()) {
      return List.of();
    }
    FlowFilter.Builder one = first.clone();
    FlowFilter.Builder two = second.clone();
    for (FlowFilter.Builder filter : List.of(one, two)) {
      destination.applyToDestination(filter);
      source.applyToSource(filter);
    }
    either.applyToSource(one);
    either.applyToDestination(two);
    FlowFilter left = one.build();
    FlowFilter right = two.build();
    return left.equals(right) ? List.of(left) : List.of(left, right);
  }

  private void checkNamespaces(FlowFilter.Builder filter) throws UsageException {
    var problems = new ArrayList<String>();
    for (Namespaces namespaces : List.of(either, source)) {
      namespaces.addConflicts(filter.getSourcePodList(), problems);
      namespaces.addConflicts(filter.getSourceServiceList(), problems);
    }
    for (Namespaces namespaces : List.of(either, destination)) {
      namespaces.addConflicts(filter.getDestinationPodList(), problems);
      namespaces.addConflicts(filter.getDestinationServiceList(), problems);
    }
    Namespaces.addInconsistencies(
        filter.getSourcePodList(), filter.getSourceServiceList(), problems);
    Namespaces.addInconsistencies(
        filter.getDestinationPodList(), filter.getDestinationServiceList(), problems);
    if (!problems.isEmpty()) {
      throw new UsageException(String.join("\n", problems));
    }
  }
}
