package dev.chancery.policy.parse.yaml;

import dev.chancery.policy.parse.syntax.EditDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The fields that one kind of object may have; any other is an error. */
public interface Schema {
  List<String> fields();

  /** The known field that {@code field} was most probably meant to be. */
  default Optional<String> nearest(String field) {
    return fields().stream()
        .min(Comparator.comparingInt(known -> EditDistance.between(known, field)))
        .filter(known -> EditDistance.between(known, field) <= Math.max(2, known.length() / 2));
  }
}
