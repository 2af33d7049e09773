package dev.chancery.testproxy;

import com.google.common.net.InetAddresses;
import dev.chancery.testproxy.listener.Chain;
import dev.chancery.testproxy.listener.IdentitySource;
import dev.chancery.testproxy.listener.ProxyListener;
import dev.chancery.testproxy.policy.Connection;
import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.policy.Secrets;
import dev.chancery.testproxy.policy.Verdict;
import dev.chancery.testproxy.stream.Faults;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.wire.Violation;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A stand-in for cilium-envoy as a control plane sees it: it asks for listeners, clusters,
 * policies, hosts and secrets over a unix socket as the real one does, refuses what the real one
 * refuses, and judges connections by what it has taken. What a control plane must not send is kept
 * in {@link #violations}, whether the real one would refuse it or bear it.
 *
 * <p>Everything happens on one thread; these methods may be called from any. It keeps what it holds
 * while the control plane is away. It listens on no port: see {@link #admit}.
 */
public final class TestProxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestProxyOptions options;
  private final Faults faults = new Faults();
  private final Ledger ledger = new Ledger();
  private final Monitor monitor = new Monitor();
  private final Machine machine;

  private TestProxy(TestProxyOptions options) {
    this.options = options;
    this.machine = new Machine(options, faults, ledger, monitor::changed);
  }

  /** Starts a proxy: it connects, and goes on trying, until it is closed. */
  public static TestProxy start(TestProxyOptions options) {
    TestProxy proxy = new TestProxy(options);
    proxy.machine.start();
    return proxy;
  }

  /** What it was started with. */
  public TestProxyOptions options() {
    return options;
  }

  /** What a test may ask of it. */
  public Faults faults() {
    return faults;
  }

  /** The listeners in force, by name. */
  public List<ProxyListener> listeners() {
    return List.copyOf(machine.state().listeners().listeners());
  }

  /** The policies in force; {@link PolicyMap#none} before NPDS has answered. */
  public PolicyMap policies() {
    return machine.state().policies();
  }

  /** The addresses in force, of NPHDS or else of the BPF map. */
  public HostMap hosts() {
    return machine.state().hosts();
  }

  /** What SDS has brought. */
  public Secrets secrets() {
    return machine.secrets();
  }

  /** Names of the clusters, static ones among them. */
  public Set<String> clusters() {
    return machine.state().clusters();
  }

  /** Routes that RDS has brought. */
  public Optional<RouteConfiguration> routes(String name) {
    return Optional.ofNullable(machine.state().routes().get(name));
  }

  /** Types that the proxy keeps a stream of, or tries to; empty when it is dead. */
  public Set<XdsType> streams() {
    return machine.state().streams();
  }

  /** Whether LDS and CDS have answered, or were waited for long enough (§1.6). */
  public boolean ready() {
    return machine.state().ready();
  }

  /** Everything that a control plane must not have sent, of all lives. */
  public List<Violation> violations() {
    return ledger.violations();
  }

  /** Every response, of all lives. */
  public List<JournalEntry> journal() {
    return ledger.journal();
  }

  /** Every response of one type, of all lives. */
  public List<JournalEntry> journal(XdsType type) {
    return journal().stream().filter(entry -> entry.type() == type).toList();
  }

  /**
   * What the filters of a listener make of a connection (§5.1). The pod is the destination of
   * ingress and the source of egress; its policy is found by its address in text.
   *
   * @param source address of the client, as preserved
   * @param destination original destination, which the redirect must have kept (gotcha 9)
   * @param sni name in the TLS hello; empty for plain text
   */
  public Admission admit(
      ProxyListener listener,
      InetSocketAddress source,
      InetSocketAddress destination,
      Optional<String> sni) {
    boolean ingress = listener.isIngress();
    ProxyState state = machine.state();
    IdentitySource identities = identities(listener);
    HostMap hosts =
        identities == IdentitySource.IPCACHE
            ? options.ipcache().orElseGet(HostMap::none)
            : state.hosts();
    long from = hosts.identity(source.getAddress());
    long to = ingress ? 0 : hosts.identity(destination.getAddress());
    Connection connection =
        new Connection(
            text((ingress ? destination : source).getAddress()),
            ingress,
            destination.getPort(),
            ingress ? from : to,
            listener.proxyId(),
            listener.seesServerNames() ? sni : Optional.empty());
    boolean hasServer = !listener.listensOn(destination);
    if (!hasServer) {
      ledger.add(
          new Violation(9, listener.name() + ": the original destination is lost: " + destination));
      monitor.changed();
    }
    boolean judged = listener.chain(sni.isPresent()).map(Chain::judgesConnections).orElse(true);
    Verdict verdict =
        !judged
            ? new Verdict(true, "no cilium.network in the filter chain")
            : identities == IdentitySource.NONE
                ? new Verdict(false, "no source of identities")
                : state.policies().connection(connection);
    return new Admission(connection, from, to, hasServer, verdict);
  }

  private IdentitySource identities(ProxyListener listener) {
    return listener
        .metadata()
        .map(m -> IdentitySource.of(m, options.generation(), options.ipcache().isPresent()))
        .orElse(IdentitySource.NONE);
  }

  private static String text(InetAddress address) {
    return InetAddresses.toAddrString(address);
  }

  /** Waits for a listener whose name begins so, at most 20 s. */
  public ProxyListener awaitListener(String prefix) {
    await("listener " + prefix, proxy -> proxy.listener(prefix).isPresent());
    return listener(prefix).orElseThrow();
  }

  /** The listener in force whose name begins so. */
  public Optional<ProxyListener> listener(String prefix) {
    return listeners().stream().filter(l -> l.name().startsWith(prefix)).findFirst();
  }

  /** Waits until this holds, at most 20 s; asked after every change. */
  public void await(String what, Predicate<TestProxy> condition) {
    monitor.await(what, PATIENCE, () -> condition.test(this), this::toString);
  }

  /** Dies without goodbye: sockets are gone, and everything that was learnt. */
  public void kill() {
    machine.kill();
  }

  /** {@link #kill}, where it still runs, and a new start. */
  public void restart() {
    machine.kill();
    machine.start();
  }

  @Override
  public void close() {
    machine.close();
  }

  @Override
  public String toString() {
    List<JournalEntry> journal = journal();
    int size = journal.size();
    return "cilium-envoy "
        + options.generation().release()
        + ", listeners "
        + listeners().stream().map(ProxyListener::name).toList()
        + ", policies "
        + policies().keys()
        + ", streams "
        + streams()
        + ", violations "
        + violations()
        + ", last responses "
        + journal.subList(Math.max(0, size - 5), size);
  }
}
