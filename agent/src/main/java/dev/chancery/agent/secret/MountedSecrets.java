package dev.chancery.agent.secret;

import java.util.List;
import java.util.Optional;

/**
 * What a folder of mounted Secrets held at one moment: {@code <folder>/<namespace>/<name>/<key>}, a
 * file a value, as a kubelet mounts them.
 *
 * @param folder as messages name it; empty where there is none
 * @param secrets sorted by namespace and name
 * @param error why the folder cannot be read now: then nothing is known of what is in it
 */
public record MountedSecrets(String folder, List<Mounted> secrets, Optional<String> error) {
  /** No folder is read. */
  public static final MountedSecrets NONE = new MountedSecrets("", List.of(), Optional.empty());

  public MountedSecrets {
    secrets = List.copyOf(secrets);
  }

  /** One folder of files. */
  public sealed interface Mounted {
    String namespace();

    String name();

    /** All of its files could be read. */
    record Good(String namespace, String name, SecretData data) implements Mounted {}

    /**
     * At least one could not.
     *
     * @param reason such as {@code tls.key: cannot be read}; never with a value
     */
    record Broken(String namespace, String name, String reason) implements Mounted {}
  }
}
