package dev.chancery.agent.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of a directory, one after the other, reading only what has changed.
 *
 * <p>A file that goes, that becomes empty, or that ends sooner than it did may be in the middle of
 * being replaced; and a policy that is gone for a moment widens access for that moment. So the old
 * text stays until the file has been so for the grace time. What cannot be read keeps its old text
 * without limit. Not for use by several threads.
 */
final class Snapshots {
  static final long MAX_BYTES = 10L << 20;

  private static final long TICK_MILLIS = 20;

  private final Path directory;
  private final Path shown;
  private final Duration grace;
  private final Map<String, Read> reads = new TreeMap<>();

  /** When a file was first seen to be gone or cut short, in nanoseconds of the caller's clock. */
  private final Map<String, Long> goneSince = new HashMap<>();

  /**
   * @param shown how files name their directory
   */
  Snapshots(Path directory, Path shown, Duration grace) {
    this.directory = directory;
    this.shown = shown;
    this.grace = grace;
  }

  /** What tells, without reading it, that a file is still what was read. */
  private record Fingerprint(
      @Nullable Object inode, long size, FileTime modified, FileTime changed) {
    static Fingerprint of(Path file) throws IOException {
      var basic = Files.readAttributes(file, BasicFileAttributes.class);
      if (!basic.isRegularFile()) {
        throw new IOException("not a regular file"); // Reading a pipe would wait for a writer.
      }
      var changed = (FileTime) Objects.requireNonNull(Files.getAttribute(file, "unix:ctime"));
      return new Fingerprint(basic.fileKey(), basic.size(), basic.lastModifiedTime(), changed);
    }

    /**
     * File times move in ticks of some milliseconds: a second change within the tick of the first
     * would not show, so a file just changed is read again at the next look.
     */
    boolean isOlderThanItsClock() {
      return Math.abs(System.currentTimeMillis() - changed.toMillis()) > TICK_MILLIS;
    }
  }

  private record Read(@Nullable Fingerprint fingerprint, ManifestFile file) {}

  /**
   * @param now nanoseconds of a clock that only goes forward
   */
  Manifests take(long now) {
    List<Path> present;
    try {
      present = list();
    } catch (IOException e) {
      return new Manifests(files(), Optional.of(reason(e)));
    }
    var names = new HashSet<String>();
    for (var file : present) {
      if (refresh(file, now)) {
        names.add(file.getFileName().toString());
      }
    }
    for (var name : List.copyOf(reads.keySet())) {
      if (!names.contains(name) && hasGone(name, now)) {
        reads.remove(name);
        goneSince.remove(name);
      }
    }
    return new Manifests(files(), Optional.empty());
  }

  /** Whether something is on its way out, so that the next look should not wait long. */
  boolean isSettling() {
    return !goneSince.isEmpty();
  }

  private List<ManifestFile> files() {
    return reads.values().stream().map(Read::file).toList();
  }

  private List<Path> list() throws IOException {
    var found = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(directory, Snapshots::isManifest)) {
      entries.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static boolean isManifest(Path file) {
    var name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && !Files.isDirectory(file);
  }

  /** Whether the file is there, readable or not; a link that leads nowhere is not. */
  private boolean refresh(Path file, long now) {
    var name = file.getFileName().toString();
    var known = reads.get(name);
    var path = shown.resolve(name).toString();
    try {
      var fingerprint = Fingerprint.of(file);
      if (known != null && fingerprint.equals(known.fingerprint())) {
        goneSince.remove(name);
        return true;
      }
      var text = read(file, fingerprint.size());
      if (known != null && isCutShort(text, known.file().text()) && !hasGone(name, now)) {
        return true;
      }
      goneSince.remove(name);
      var trusted = fingerprint.isOlderThanItsClock() ? fingerprint : null;
      reads.put(name, new Read(trusted, ManifestFile.read(path, text)));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      goneSince.remove(name);
      var last = known == null ? ManifestFile.read(path, "") : known.file();
      reads.put(name, new Read(null, last.failed(reason(e))));
    }
    return true;
  }

  private static boolean isCutShort(String text, String before) {
    return text.isBlank() || (text.length() < before.length() && before.startsWith(text));
  }

  private boolean hasGone(String name, long now) {
    return now - goneSince.computeIfAbsent(name, n -> now) >= grace.toNanos();
  }

  private static String read(Path file, long size) throws IOException {
    if (size > MAX_BYTES) {
      throw new IOException("size: %d bytes (expected: at most %d)".formatted(size, MAX_BYTES));
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes((int) MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("size: grows beyond %d bytes".formatted(MAX_BYTES));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("text: not UTF-8", e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException fs && fs.getReason() == null) {
      return "cannot be read: " + fs.getClass().getSimpleName().replace("Exception", "");
    }
    var message = e instanceof FileSystemException fs ? fs.getReason() : e.getMessage();
    return "cannot be read: " + message;
  }
}
