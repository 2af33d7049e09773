package dev.chancery.policy.lint;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.WarningCode;
import dev.chancery.policy.label.LabelKey;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key such as {@code k8s.io.kubernetes.pod.namespace}: {@code k8s:…} with a dot for the colon.
 */
final class DottedSource implements Check {
  private static final List<String> SOURCES = List.of("k8s.", "any.");
  private static final List<String> OWN_NAMES = List.of("io.kubernetes.", "io.cilium.");

  @Override
  public WarningCode code() {
    return WarningCode.DOTTED_SOURCE;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return SelectorPlace.of(policy)
        .flatMap(place -> findings(place.selector(), place.near(), place.path()));
  }

  private static Stream<Finding> findings(Selector selector, Provenance near, String path) {
    return selector.requirements().stream()
        .map(Requirement::key)
        .flatMap(
            key ->
                meant(key).stream()
                    .map(
                        meant ->
                            new Finding(
                                near,
                                path,
                                "key "
                                    + Finding.quoted(key.toString())
                                    + " has no source, so that its dots are part of the name"
                                    + " (write "
                                    + Finding.quoted(meant)
                                    + ")")));
  }

  /** A name with a domain of its own, such as {@code k8s.io/cluster}, is one that people use. */
  private static Optional<String> meant(LabelKey key) {
    if (!key.source().equals(LabelKey.ANY)) {
      return Optional.empty();
    }
    return SOURCES.stream()
        .filter(key.name()::startsWith)
        .filter(
            source -> {
              String rest = key.name().substring(source.length());
              return rest.indexOf('/') < 0 || OWN_NAMES.stream().anyMatch(rest::startsWith);
            })
        .map(source -> source.replace('.', ':') + key.name().substring(source.length()))
        .findFirst();
  }
}
