package dev.chancery.flows.filter.label;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The labels of one endpoint or node, in the order of their keys. */
public record FlowLabels(List<FlowLabel> labels) {
  public FlowLabels {
    labels = List.copyOf(labels);
  }

  /** Labels as a flow carries them: {@code source:key=value}, {@code key=value}, {@code key}. */
  public static FlowLabels parse(List<String> texts) {
    return new FlowLabels(
        texts.stream().map(FlowLabel::parse).sorted(Comparator.comparing(FlowLabel::key)).toList());
  }

  /** The value of the first label with that key; empty text for a label without a value. */
  Optional<String> value(FlowLabel wanted) {
    return labels.stream()
        .filter(label -> label.hasKeyOf(wanted))
        .findFirst()
        .map(FlowLabel::value);
  }
}
