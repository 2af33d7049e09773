package dev.chancery.agent.reconcile;

import dev.chancery.agent.secret.SecretData;
import dev.chancery.agent.source.ManifestObject;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.List;
import java.util.Optional;

/** A good version of an object. */
sealed interface NodeObject {
  /**
   * A document that gives this object again, to begin with after a restart; empty of what must not
   * be written to a disk.
   *
   * @param location where the object was read
   */
  Optional<ManifestDocument> saved(Location location);

  /** A Secret. It is never saved: a Secret is known while something gives it. */
  record Hidden(SecretRef ref, SecretData data) implements NodeObject {
    @Override
    public Optional<ManifestDocument> saved(Location location) {
      return Optional.empty();
    }
  }

  /** Any other Kubernetes object. */
  record Core(ManifestObject object) implements NodeObject {
    @Override
    public Optional<ManifestDocument> saved(Location location) {
      return Optional.of(
          new ManifestDocument(location.file(), location.line(), ReducedManifest.of(object)));
    }
  }

  /**
   * A policy.
   *
   * @param warnings what its author should know; none of them refuses it
   * @param source as written
   */
  record Rules(Policy policy, List<Problem> warnings, ManifestDocument source)
      implements NodeObject {
    public Rules {
      warnings = List.copyOf(warnings);
    }

    @Override
    public Optional<ManifestDocument> saved(Location location) {
      return Optional.of(source);
    }
  }
}
