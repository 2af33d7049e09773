package dev.chancery.policy.label;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** A sorted set of labels: what an identity stands for. */
public record Labels(List<Label> sorted) {
  public Labels {
    sorted = List.copyOf(new TreeSet<>(sorted));
  }

  public static Labels of(Collection<Label> labels) {
    return new Labels(List.copyOf(labels));
  }

  public static Labels of(Label... labels) {
    return new Labels(List.of(labels));
  }

  /** As Hubble lists them: {@code source:key=value}, sorted. */
  public List<String> texts() {
    return sorted.stream().map(Label::toString).toList();
  }
}
