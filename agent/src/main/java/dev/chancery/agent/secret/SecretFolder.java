package dev.chancery.agent.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a folder of mounted Secrets. Files and folders whose name begins with a dot are not looked
 * at, but for {@code ..data}: where a Secret's folder has that link, all its keys are read behind
 * where it leads now, so that keys of two versions are never mixed.
 */
public final class SecretFolder {
  /** Kubernetes' own limit of a Secret, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  /** Of all of them. */
  private static final int MAX_ALL_BYTES = 64 << 20;

  private static final int MAX_SECRETS = 10_000;
  private static final String CURRENT = "..data";

  private final Path folder;
  private final String shown;

  public SecretFolder(Path folder) {
    this.folder = folder;
    this.shown = folder.toAbsolutePath().normalize().toString();
  }

  /** What is there now. Never throws. */
  public MountedSecrets read() {
    List<MountedSecrets.Mounted> secrets = new ArrayList<>();
    int bytes = 0;
    try {
      for (Path namespace : folders(folder)) {
        for (Path secret : folders(namespace)) {
          MountedSecrets.Mounted read = read(name(namespace), name(secret), secret);
          secrets.add(read);
          bytes += read instanceof MountedSecrets.Mounted.Good good ? good.data().size() : 0;
          if (secrets.size() > MAX_SECRETS || bytes > MAX_ALL_BYTES) {
            throw new IOException(
                "too much (expected: at most %d secrets and %d bytes)"
                    .formatted(MAX_SECRETS, MAX_ALL_BYTES));
          }
        }
      }
    } catch (IOException e) {
      return new MountedSecrets(shown, List.of(), Optional.of(reason(e)));
    }
    return new MountedSecrets(shown, secrets, Optional.empty());
  }

  private static MountedSecrets.Mounted read(String namespace, String name, Path secret) {
    Map<String, byte[]> values = new TreeMap<>();
    String key = "";
    try {
      Path link = secret.resolve(CURRENT);
      int left = MAX_BYTES;
      for (Path file : entries(Files.isDirectory(link) ? link.toRealPath() : secret)) {
        key = name(file) + ": ";
        byte[] value = read(file, left);
        left -= value.length;
        values.put(name(file), value);
      }
      return new MountedSecrets.Mounted.Good(namespace, name, new SecretData(values));
    } catch (IOException e) {
      return new MountedSecrets.Mounted.Broken(namespace, name, key + reason(e));
    }
  }

  private static byte[] read(Path file, int limit) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("not a regular file"); // Reading a pipe would wait for a writer.
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] value = in.readNBytes(limit + 1);
      if (value.length > limit) {
        throw new IOException("more than " + MAX_BYTES + " bytes in one secret");
      }
      return value;
    }
  }

  private static List<Path> folders(Path parent) throws IOException {
    return entries(parent).stream().filter(Files::isDirectory).toList();
  }

  /** Sorted by name. */
  private static List<Path> entries(Path parent) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        if (!name(entry).startsWith(".")) {
          found.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(null);
    return found;
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException fs) {
      return "cannot be read: "
          + Optional.ofNullable(fs.getReason())
              .orElse(fs.getClass().getSimpleName().replace("Exception", ""));
    }
    return "cannot be read: " + e.getMessage();
  }
}
