package dev.chancery.agent.offline;

import dev.chancery.agent.source.ManifestDirectory;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files and directories named on a command line, as one snapshot. {@code -} is standard input. */
public final class ManifestArguments {
  private static final long MAX_BYTES = 10L << 20;

  private ManifestArguments() {}

  /**
   * Reads everything that is named.
   *
   * @throws IOException with a message for the user: a path that cannot be read
   */
  public static Manifests read(List<Path> paths) throws IOException {
    List<ManifestFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        Manifests directory = ManifestDirectory.read(path);
        if (directory.error().isPresent()) {
          throw new IOException(path + ": " + directory.error().get());
        }
        files.addAll(directory.files());
      } else {
        files.add(new ManifestFile(path.toString(), text(path), Optional.empty()));
      }
    }
    return new Manifests(files, Optional.empty());
  }

  /** The text of one file, or of standard input. */
  public static String text(Path path) throws IOException {
    if (path.toString().equals("-")) {
      return new String(System.in.readNBytes((int) MAX_BYTES), StandardCharsets.UTF_8);
    }
    if (!Files.exists(path)) {
      throw new IOException(path + ": no such file or directory");
    }
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": a directory (expected: a file)");
    }
    // A device or a pipe says nothing of its size.
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes((int) MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException(path + ": larger than " + MAX_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(path + ": not UTF-8 text", e);
    }
  }
}
