package dev.chancery.testproxy.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The announced redirects as the agent writes them, {@code redirects.json}; read at each question.
 * Before there is a file nothing is announced.
 */
public final class RedirectsFile implements Supplier<List<Redirect>> {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;

  public RedirectsFile(Path file) {
    this.file = file;
  }

  @Override
  public List<Redirect> get() {
    List<Redirect> redirects = new ArrayList<>();
    for (JsonNode redirect : read().path("redirects")) {
      if (redirect.path("protocol").asText().equals("TCP")) {
        redirect.path("addresses").forEach(pod -> redirects.add(of(redirect, pod.asText())));
      }
    }
    return List.copyOf(redirects);
  }

  /** The view that the announcements were made of; 0 before there is one. */
  public long revision() {
    return read().path("revision").asLong();
  }

  private JsonNode read() {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      return JSON.createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Redirect of(JsonNode redirect, String pod) {
    int port = redirect.path("port").asInt();
    return new Redirect(
        InetAddresses.forString(pod),
        Way.valueOf(redirect.path("direction").asText().toUpperCase(Locale.ROOT)),
        port,
        Math.max(port, redirect.path("endPort").asInt()),
        redirect.path("proxyPort").asInt());
  }
}
