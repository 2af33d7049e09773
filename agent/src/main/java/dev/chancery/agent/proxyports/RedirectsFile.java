package dev.chancery.agent.proxyports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.state.ReplacedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code redirects.json}: what the datapath is told, for whoever programs it ({@code
 * docs/redirects.md}). The file of an earlier agent stays until this one has something else to say,
 * and the last one stays when an agent ends.
 *
 * <p>For one thread.
 */
public final class RedirectsFile {
  /** Of the shape of the file. */
  static final int VERSION = 1;

  private static final Logger log = LoggerFactory.getLogger(RedirectsFile.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private @Nullable RedirectAnnouncements written;

  /** Why the newest announcements are not in the file; empty where they are. */
  private volatile String problem = "";

  /** Names the file; does not touch it. */
  public RedirectsFile(Path file) {
    this.file = file;
  }

  /**
   * What an earlier agent announced: proxy ports by id of the redirect; empty where the file is
   * missing or broken. Never throws.
   */
  public Map<String, Integer> load() {
    Map<String, Integer> before = new HashMap<>();
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      if (root.path("version").asInt() == VERSION) {
        for (JsonNode redirect : root.path("redirects")) {
          before.put(redirect.path("id").asText(), redirect.path("proxyPort").asInt());
        }
      }
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (JsonProcessingException e) {
      return unusable("not JSON");
    } catch (IOException | RuntimeException e) {
      return unusable(String.valueOf(e.getMessage()));
    }
    return before;
  }

  /**
   * Replaces the file, if it says something else than before.
   *
   * @param revision of the view that the announcements were made of
   * @return whether the file says this now. Where it does not, the datapath goes on with what it
   *     was told before: nothing that it may still redirect to may be removed
   */
  public boolean write(long revision, RedirectAnnouncements announcements) {
    if (announcements.equals(written)) {
      problem = "";
      return true;
    }
    try {
      ReplacedFile.write(
          file, JSON.writeValueAsString(RedirectJson.file(revision, announcements)) + "\n");
      written = announcements;
      problem = "";
      return true;
    } catch (IOException | RuntimeException e) {
      String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
      if (!reason.equals(problem)) {
        log.atError()
            .addKeyValue("file", file)
            .addKeyValue("reason", reason)
            .log("redirects not written; the datapath keeps those before");
      }
      problem = reason;
      return false;
    }
  }

  /** Why the newest announcements are not in the file; empty where they are. Any thread may ask. */
  public Optional<String> problem() {
    return Optional.of(problem).filter(text -> !text.isEmpty());
  }

  private Map<String, Integer> unusable(String reason) {
    log.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("reason", reason)
        .log("redirects of an earlier agent are not known");
    return Map.of();
  }
}
