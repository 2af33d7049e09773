package dev.chancery.agent.demo;

import dev.chancery.agent.net.UnixChannel;
import dev.chancery.agent.reconcile.ObjectStatus;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.api.flow.Flow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the story is played on: an agent, its manifests, and an eye on its flows. */
final class Stage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final PrintStream out;
  private final Path manifests;
  private final int port;
  private final Enforcement enforcement;
  private final List<String> shown = new ArrayList<>();
  private AgentOptions options;
  private volatile Agent agent;
  private @Nullable FlowFeed feed;
  private boolean closed;

  Stage(AgentOptions options, PrintStream out, int port, Enforcement enforcement) {
    this.enforcement = enforcement;
    this.options = options;
    this.manifests = options.manifests();
    this.out = out;
    this.port = port;
    this.agent = new Agent(options);
  }

  /** Starts the agent. */
  void open() throws IOException {
    agent.start();
    feed = follow();
  }

  private synchronized void replaceAgent(Agent next) throws IOException {
    if (closed) {
      throw new IOException("stopped");
    }
    agent = next;
  }

  private FlowFeed feed() {
    return Objects.requireNonNull(feed, "open() was not called");
  }

  private FlowFeed follow() throws IOException {
    return new FlowFeed(UnixChannel.open(options.runDir().resolve("hubble.sock")));
  }

  Agent agent() {
    return agent;
  }

  /** Everything printed so far. */
  String shown() {
    return String.join("\n", shown);
  }

  void say(String text) {
    shown.add(text);
    out.println(text);
    out.flush();
  }

  void title(String text) {
    say("");
    say("## " + text);
  }

  /** Ends the agent and starts another with other options over the same folders. */
  void restart(AgentOptions changed) throws IOException, InterruptedException, Mismatch {
    feed().close();
    agent.close();
    options = changed;
    replaceAgent(new Agent(changed));
    open();
    awaitPublished(0);
  }

  AgentOptions options() {
    return options;
  }

  /** Puts an example in force under the name of a file of the manifests directory. */
  void apply(String example, String file) throws IOException, InterruptedException, Mismatch {
    write(file, Examples.text(example, port));
    say("$ kubectl apply -f " + example);
  }

  void write(String file, String text) throws IOException, InterruptedException, Mismatch {
    long before = agent.reconciler().publishedRevision();
    Path temporary = manifests.resolve("." + file);
    Files.writeString(temporary, text);
    Files.move(
        temporary,
        manifests.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    awaitPublished(before);
  }

  void delete(String file) throws IOException, InterruptedException, Mismatch {
    long before = agent.reconciler().publishedRevision();
    Files.deleteIfExists(manifests.resolve(file));
    say("$ kubectl delete -f " + file);
    awaitPublished(before);
  }

  /** Waits until a newer revision is in force in the data plane. */
  void awaitPublished(long before) throws InterruptedException, Mismatch {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (agent.reconciler().publishedRevision() <= before) {
      if (System.nanoTime() > deadline) {
        throw new Mismatch("manifests", "revision " + (before + 1), "revision " + before);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    enforcement.awaitInForce(agent, options);
  }

  /** Sends a request, shows answer and flows, and checks both. */
  void shot(Ship ship, String method, String target, Map<String, String> headers, Expected expected)
      throws InterruptedException, Mismatch {
    shot(ship, method, target, headers, expected, ship.command(method, target, headers));
  }

  /**
   * @param command what is shown in place of the request, where that holds a secret
   */
  List<Flow> shot(
      Ship ship,
      String method,
      String target,
      Map<String, String> headers,
      Expected expected,
      String command)
      throws InterruptedException, Mismatch {
    say("");
    say(ship.name() + "$ " + command);
    Answer answer = ship.send(method, target, headers);
    say("  " + answer);
    if (!answer.toString().equals(expected.answer())) {
      throw new Mismatch(command, expected.answer(), answer);
    }
    List<String> wanted = enforcement.seen(expected.flows()).stream().sorted().toList();
    List<Flow> flows = feed().take(wanted.size(), PATIENCE);
    for (Flow flow : flows) {
      say("    " + FlowLines.printed(flow));
      FlowLines.rules(flow).forEach(p -> say("      by " + FlowLines.rule(p)));
    }
    List<String> seen = flows.stream().map(FlowLines::essence).sorted().toList();
    if (!seen.equals(wanted)) {
      throw new Mismatch("flows of " + command, lines(wanted), lines(seen));
    }
    return flows;
  }

  private static String lines(List<String> flows) {
    return Stream.concat(Stream.of(flows.size() + " flows"), flows.stream())
        .reduce("", (a, b) -> a + "\n      " + b);
  }

  /**
   * Lets go of flows that nobody checks one by one, once they have come.
   *
   * @param told what the stock Envoy brings, of which another data plane may bring less
   */
  void forgetFlows(List<String> told) throws InterruptedException {
    feed().take(enforcement.seen(told).size(), PATIENCE);
  }

  /** How an object fares, as {@code chancery status} tells it. */
  ObjectStatus status(String kind, String name) throws Mismatch {
    return agent.reconciler().view().statuses().stream()
        .filter(s -> s.key().kind().equals(kind) && s.key().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Mismatch(kind + " " + name, "known to the agent", "unknown"));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    if (feed != null) {
      feed.close();
    }
    agent.close();
  }
}
