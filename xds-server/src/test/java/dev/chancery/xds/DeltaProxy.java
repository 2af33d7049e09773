package dev.chancery.xds;

import static dev.chancery.xds.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An incremental client of policies {@code name=content@address} that refuses bad content, and
 * fails its test where no client takes a response: a name or an address that is there twice.
 */
final class DeltaProxy {
  private final TestServer server;

  /** Whether the first response that it takes on a stream replaces all, as in cilium-envoy. */
  private final boolean startsAnew;

  private DeltaClient client;
  private boolean isFresh = true;
  private int taken;
  final Map<String, String> held = new TreeMap<>();

  DeltaProxy(TestServer server, boolean startsAnew) {
    this.server = server;
    this.startsAnew = startsAnew;
    this.client = server.delta("n");
  }

  /** With nothing of an earlier stream. */
  DeltaProxy subscribe() {
    client.subscribe(Samples.POLICY);
    return this;
  }

  /** With a version that nobody knows. */
  DeltaProxy bringAlong(String name, String content) {
    held.put(name, name + "=" + content);
    client.subscribe(Samples.POLICY, List.of("*"), Map.of(name, "from another agent"));
    return this;
  }

  void comeBack() {
    disconnect();
    reconnect();
  }

  void disconnect() {
    client.close();
  }

  void reconnect() {
    Map<String, String> has =
        held.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> version(e.getValue())));
    isFresh = true;
    client = server.delta("n").subscribe(Samples.POLICY, List.of("*"), has);
  }

  /** Until quiet. */
  void answerAll() {
    while (client.unread() > 0) {
      answer();
    }
  }

  int unread() {
    return client.unread();
  }

  /** Responses taken on all its streams. */
  int taken() {
    return taken;
  }

  void answerOne() {
    if (client.unread() > 0) {
      answer();
    }
  }

  private void answer() {
    Received next = client.next();
    List<String> names = new ArrayList<>(next.removed());
    next.resources().forEach(text -> names.add(name(text)));
    assertThat(names).as("names in one response").doesNotHaveDuplicates();
    Map<String, String> after = startsAnew && isFresh ? new TreeMap<>() : new TreeMap<>(held);
    next.removed().forEach(after::remove);
    next.resources().forEach(text -> after.put(name(text), text));
    assertThat(after.values().stream().map(text -> text.substring(text.indexOf('@'))))
        .as("addresses after %s", next)
        .doesNotHaveDuplicates();
    if (next.resources().stream().anyMatch(text -> text.contains("=bad"))) {
      client.nack(next, "bad policy");
      return;
    }
    isFresh = false;
    taken++;
    held.clear();
    held.putAll(after);
    client.ack(next);
  }

  private static String name(String text) {
    return text.substring(0, text.indexOf('='));
  }

  private static String version(String text) {
    return policy(name(text), text.substring(text.indexOf('=') + 1)).version();
  }
}
