package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.label.PeerScope;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;

/**
 * What every part of one object is read with.
 *
 * @param headerValuesAreRegex the annotation {@code chancery.dev/header-values: regex} is there
 * @param patterns counts what the object's patterns come to
 */
record Context(
    PolicyRef ref,
    PeerScope scope,
    Language language,
    boolean headerValuesAreRegex,
    Findings findings,
    PatternReader patterns) {
  Provenance origin(Node node) {
    return new Provenance(ref, node.path(), node.location());
  }
}
