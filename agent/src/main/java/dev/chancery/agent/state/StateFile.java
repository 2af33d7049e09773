package dev.chancery.agent.state;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One value that survives a restart, as JSON in a file of mode 0600. The file's first line holds
 * the format's version and the SHA-256 of what follows, so that a file cut short by a full disk or
 * a crash is never taken for an older or smaller state.
 *
 * <p>A file that cannot be used is moved aside to {@code NAME.bad}; the caller is told, logs it,
 * and starts without it.
 *
 * @param <T> a record that Jackson can write and read
 */
public final class StateFile<T> {
  private static final String MAGIC = "chancery-state";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path file;
  private final int version;
  private final Class<T> type;

  /**
   * Names the file; does not touch it.
   *
   * @param version of {@code type}'s shape; a file of another version is not used
   */
  public StateFile(Path file, int version, Class<T> type) {
    this.file = file;
    this.version = version;
    this.type = type;
  }

  /** What a read found. */
  public sealed interface Loaded<T> {
    record Found<T>(T value) implements Loaded<T> {}

    record Missing<T>() implements Loaded<T> {}

    /**
     * The file is there and cannot be trusted.
     *
     * @param reason for the user
     * @param movedTo where the file is now, if it could be moved
     */
    record Unusable<T>(String reason, Optional<Path> movedTo) implements Loaded<T> {}
  }

  /** Reads the value; never throws. */
  public Loaded<T> load() {
    try {
      return new Loaded.Found<>(parse(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return new Loaded.Missing<>();
    } catch (JacksonException e) {
      // Jackson's message would quote the content.
      return unusable("content does not fit: " + e.getClass().getSimpleName());
    } catch (IOException | RuntimeException e) {
      return unusable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Replaces the value as a whole: after a crash at any moment the file holds the old or the new
   * one.
   *
   * @throws IOException where the disk is full or read-only; the old value is then still there
   */
  public void save(T value) throws IOException {
    var body = JSON.writeValueAsString(value) + "\n";
    ReplacedFile.write(file, header(body) + "\n" + body);
  }

  private T parse(String text) throws IOException {
    var lineEnd = text.indexOf('\n');
    var body = text.substring(lineEnd + 1);
    var header = lineEnd < 0 ? "" : text.substring(0, lineEnd);
    if (!header.startsWith(MAGIC + " ")) {
      throw new IOException("not a state file");
    }
    if (!header.startsWith(MAGIC + " " + version + " ")) {
      throw new IOException("of another version (expected: " + version + ")");
    }
    if (!header.equals(header(body))) {
      throw new IOException("checksum does not match");
    }
    var value = JSON.readValue(body, type);
    if (value == null) {
      throw new IOException("empty");
    }
    return value;
  }

  private String header(String body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var sum = HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
      return MAGIC + " " + version + " sha256:" + sum;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Loaded<T> unusable(String reason) {
    var aside = file.resolveSibling(file.getFileName() + ".bad");
    var moved = Optional.<Path>empty();
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      moved = Optional.of(aside);
    } catch (IOException e) {
      // It stays where it is; the next save replaces it.
    }
    return new Loaded.Unusable<>("state file: " + file + ": " + reason, moved);
  }
}
