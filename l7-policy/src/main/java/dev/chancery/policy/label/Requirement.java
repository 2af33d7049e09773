package dev.chancery.policy.label;

import java.util.List;

/**
 * One demand on a set of labels, as in {@code matchExpressions[]}.
 *
 * @param values demanded by {@code IN} and {@code NOT_IN}, empty for the others
 */
public record Requirement(LabelKey key, Operator operator, List<String> values) {
  /** How the values are meant; the negative ones also hold where the key is absent. */
  public enum Operator {
    IN("In"),
    NOT_IN("NotIn"),
    EXISTS("Exists"),
    DOES_NOT_EXIST("DoesNotExist");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    /** As written in policies. */
    public String text() {
      return text;
    }

    public boolean takesValues() {
      return this == IN || this == NOT_IN;
    }
  }

  public Requirement {
    values = List.copyOf(values);
    if (operator.takesValues() == values.isEmpty()) {
      throw new IllegalArgumentException(
          "values of " + operator.text() + ": " + values.size() + " for " + key);
    }
  }

  public static Requirement equal(LabelKey key, String value) {
    return new Requirement(key, Operator.IN, List.of(value));
  }

  public static Requirement exists(LabelKey key) {
    return new Requirement(key, Operator.EXISTS, List.of());
  }

  public boolean matches(Labels labels) {
    return switch (operator) {
      case IN -> holds(labels, true);
      case NOT_IN -> !holds(labels, true);
      case EXISTS -> holds(labels, false);
      case DOES_NOT_EXIST -> !holds(labels, false);
    };
  }

  /** A plain loop: nothing else is done as often. */
  private boolean holds(Labels labels, boolean listed) {
    for (Label label : labels.sorted()) {
      if (key.covers(label) && (!listed || values.contains(label.value()))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return switch (operator) {
      case IN, NOT_IN ->
          operator == Operator.IN && values.size() == 1
              ? key + "=" + values.get(0)
              : key + " " + operator.text() + " " + values;
      case EXISTS, DOES_NOT_EXIST -> key + " " + operator.text();
    };
  }
}
