package dev.chancery.agent.source;

import java.util.Optional;

/**
 * A file of the manifests directory.
 *
 * @param path the directory and the file's name in it: for messages, and to tell files apart
 * @param text as last read; empty where it never could be
 * @param error why {@code text} is not what the file holds now
 */
public record ManifestFile(String path, String text, Optional<String> error) {
  static ManifestFile read(String path, String text) {
    return new ManifestFile(path, text, Optional.empty());
  }

  /** Without the text: it may be that of a Secret. */
  @Override
  public String toString() {
    return path + error.map(reason -> " (" + reason + ")").orElse("");
  }

  ManifestFile failed(String reason) {
    return new ManifestFile(path, text, Optional.of(reason));
  }
}
