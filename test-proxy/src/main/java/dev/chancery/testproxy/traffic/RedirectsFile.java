package dev.chancery.testproxy.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * {@code redirects.json} as a datapath follows it (docs/redirects.md), read anew at each question.
 * It cannot tell identities in it, and so redirects everyone whom its own policy does not stop.
 */
public final class RedirectsFile implements Supplier<List<Redirect>> {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int VERSION = 1;

  /** A proxy port at which nobody listens. */
  private static final int NOWHERE = 0;

  private final Path file;

  /** What the kernel does now, by id of the redirect. */
  private final Map<String, List<Redirect>> inForce = new HashMap<>();

  public RedirectsFile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized List<Redirect> get() {
    JsonNode root = read();
    if (root.path("version").asInt() == VERSION) {
      follow(root);
    }
    return inForce.values().stream().flatMap(List::stream).toList();
  }

  private void follow(JsonNode root) {
    root.path("redirects")
        .forEach(r -> inForce.put(id(r), redirects(r, r.path("proxyPort").asInt())));
    root.path("pending").forEach(this::hold);
    Set<String> wanted = ids(root.path("redirects"));
    wanted.addAll(ids(root.path("pending")));
    inForce.keySet().retainAll(wanted);
  }

  /** What has a reason is never to be redirected; everything else goes on as it was. */
  private void hold(JsonNode pending) {
    if (pending.has("reason")) {
      inForce.put(id(pending), redirects(pending, NOWHERE));
    } else {
      inForce.computeIfAbsent(id(pending), i -> redirects(pending, NOWHERE));
    }
  }

  /** Ids of what is announced. */
  public Set<String> announced() {
    return ids(read().path("redirects"));
  }

  /** Ids of what policies ask for, and the proxy is not ready for. */
  public Set<String> pending() {
    return ids(read().path("pending"));
  }

  /** Ports of the proxy to which anything is redirected. */
  public Set<Integer> proxyPorts() {
    return stream(read().path("redirects"))
        .map(r -> r.path("proxyPort").asInt())
        .collect(Collectors.toSet());
  }

  /** Empty where there is no file that can be read. */
  private JsonNode read() {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  private static Set<String> ids(JsonNode redirects) {
    return stream(redirects).map(RedirectsFile::id).collect(Collectors.toSet());
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String id(JsonNode redirect) {
    return redirect.path("id").asText();
  }

  /** One for each address of the endpoint. */
  private static List<Redirect> redirects(JsonNode redirect, int proxyPort) {
    Way way = Way.valueOf(redirect.path("direction").asText().toUpperCase(Locale.ROOT));
    int first = redirect.path("port").asInt();
    int last = redirect.path("endPort").asInt();
    return stream(redirect.path("addresses"))
        .map(a -> new Redirect(InetAddresses.forString(a.asText()), way, first, last, proxyPort))
        .toList();
  }
}
