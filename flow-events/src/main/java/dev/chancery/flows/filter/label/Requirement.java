package dev.chancery.flows.filter.label;

import java.util.List;
import java.util.Optional;

/**
 * One part of a selector.
 *
 * @param values none for {@code EXISTS} and {@code ABSENT}, one for the comparisons
 */
record Requirement(FlowLabel key, Operator operator, List<String> values) {
  enum Operator {
    EXISTS,
    ABSENT,
    IN,
    NOT_IN,
    GREATER,
    LESS
  }

  Requirement {
    values = List.copyOf(values);
  }

  boolean matches(FlowLabels labels) {
    Optional<String> value = labels.value(key);
    return switch (operator) {
      case EXISTS -> value.isPresent();
      case ABSENT -> value.isEmpty();
      case IN -> value.filter(values::contains).isPresent();
      case NOT_IN -> value.filter(values::contains).isEmpty();
      case GREATER -> value.filter(text -> compare(text) > 0).isPresent();
      case LESS -> value.filter(text -> compare(text) < 0).isPresent();
    };
  }

  /** The label's number against the wanted one; 0 where the label's value is no number. */
  private int compare(String text) {
    try {
      return Long.compare(Long.parseLong(text), Long.parseLong(values.get(0)));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
