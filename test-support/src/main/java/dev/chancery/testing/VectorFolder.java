package dev.chancery.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the recorded answers of Cilium and Hubble are: system property {@code chancery.vectors}.
 */
public final class VectorFolder {
  private static final String PROPERTY = "chancery.vectors";
  private static final String USUAL = "../shared/vectors";

  private VectorFolder() {}

  /**
   * Empty where the usual folder is absent: then a test takes its smaller copy.
   *
   * @throws IllegalStateException if another folder was asked for and is absent
   */
  public static Optional<Path> find() {
    return find(
        Path.of(System.getProperty("chancery.root", "..")), System.getProperty(PROPERTY, USUAL));
  }

  /**
   * As {@link #find()}, with the properties given.
   *
   * @param given relative to the checkout
   */
  static Optional<Path> find(Path checkout, String given) {
    Path usual = checkout.resolve(USUAL).toAbsolutePath().normalize();
    Path wanted = checkout.resolve(given).toAbsolutePath().normalize();
    if (Files.isDirectory(wanted)) {
      return Optional.of(wanted);
    }
    if (!wanted.equals(usual)) {
      throw new IllegalStateException(PROPERTY + ": no folder " + wanted);
    }
    return Optional.empty();
  }
}
