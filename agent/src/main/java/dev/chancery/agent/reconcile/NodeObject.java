package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ManifestObject;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.List;

/** A good version of an object. */
sealed interface NodeObject {
  /**
   * A document that gives this object again, to begin with after a restart.
   *
   * @param location where the object was read
   */
  ManifestDocument saved(Location location);

  /** A Namespace, Pod or Service. */
  record Core(ManifestObject object) implements NodeObject {
    @Override
    public ManifestDocument saved(Location location) {
      return new ManifestDocument(location.file(), location.line(), ReducedManifest.of(object));
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
    public ManifestDocument saved(Location location) {
      return source;
    }
  }
}
