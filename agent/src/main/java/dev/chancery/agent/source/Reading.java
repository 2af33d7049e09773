package dev.chancery.agent.source;

import dev.chancery.policy.Problem;
import java.util.List;

/**
 * What the documents of a snapshot say.
 *
 * @param problems those that belong to no object: files that cannot be read, kinds that are not
 *     used
 */
public record Reading(List<Parsed<ObjectKey, ManifestObject>> objects, List<Problem> problems) {
  public Reading {
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
  }
}
