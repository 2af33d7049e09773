package dev.chancery.agent.source;

import java.util.List;
import java.util.Optional;

/**
 * What the manifests directory held at one moment.
 *
 * @param files sorted by path
 * @param error why the directory cannot be read now; {@code files} are then those read last
 */
public record Manifests(List<ManifestFile> files, Optional<String> error) {
  public static final Manifests NONE = new Manifests(List.of(), Optional.empty());

  public Manifests {
    files = List.copyOf(files);
  }
}
