package dev.chancery.agent.source;

import dev.chancery.agent.secret.MountedSecrets;
import java.util.List;
import java.util.Optional;

/**
 * What the manifests directory held at one moment.
 *
 * @param files sorted by path
 * @param error why the directory cannot be read now; {@code files} are then those read last
 * @param mounted Secrets beside the manifests
 */
public record Manifests(List<ManifestFile> files, Optional<String> error, MountedSecrets mounted) {
  public static final Manifests NONE = new Manifests(List.of(), Optional.empty());

  public Manifests {
    files = List.copyOf(files);
  }

  /** Without a folder of mounted Secrets. */
  public Manifests(List<ManifestFile> files, Optional<String> error) {
    this(files, error, MountedSecrets.NONE);
  }

  Manifests with(MountedSecrets read) {
    return new Manifests(files, error, read);
  }
}
