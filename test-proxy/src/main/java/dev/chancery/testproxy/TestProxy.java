package dev.chancery.testproxy;

import dev.chancery.testproxy.listener.ProxyListener;
import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.policy.Secrets;
import dev.chancery.testproxy.wire.Violation;
import dev.chancery.testproxy.wire.XdsType;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Signatures; the rest follows. */
public final class TestProxy implements AutoCloseable {
  private TestProxy() {}

  /** Starts a proxy: it connects, and goes on trying, until it is closed. */
  public static TestProxy start(TestProxyOptions options) {
    throw new UnsupportedOperationException(options.toString());
  }

  /** What a test may ask of it. */
  public Faults faults() {
    throw new UnsupportedOperationException();
  }

  /** The listeners in force, in the order of their names. */
  public List<ProxyListener> listeners() {
    throw new UnsupportedOperationException();
  }

  /** The policies in force; {@link PolicyMap#none} before NPDS has answered. */
  public PolicyMap policies() {
    throw new UnsupportedOperationException();
  }

  /** The addresses in force, of NPHDS or else of the BPF map. */
  public HostMap hosts() {
    throw new UnsupportedOperationException();
  }

  /** What SDS has brought. */
  public Secrets secrets() {
    throw new UnsupportedOperationException();
  }

  /** Names of the clusters, static ones among them. */
  public Set<String> clusters() {
    throw new UnsupportedOperationException();
  }

  /** Types that have an open stream. */
  public Set<XdsType> streams() {
    throw new UnsupportedOperationException();
  }

  /** Whether LDS and CDS have answered, or were waited for long enough (§1.6). */
  public boolean ready() {
    throw new UnsupportedOperationException();
  }

  /** Everything that a control plane must not have sent, of all lives. */
  public List<Violation> violations() {
    throw new UnsupportedOperationException();
  }

  /** Every response, of all lives. */
  public List<JournalEntry> journal() {
    throw new UnsupportedOperationException();
  }

  /** What the filters of a listener make of a connection, by its original addresses. */
  public Admission admit(
      ProxyListener listener,
      InetSocketAddress source,
      InetSocketAddress destination,
      Optional<String> sni) {
    throw new UnsupportedOperationException();
  }

  /** Waits for a listener whose name begins so, at most 20 s. */
  public ProxyListener awaitListener(String prefix) {
    throw new UnsupportedOperationException(prefix);
  }

  /** Waits until this holds, at most 20 s; asked after every change. */
  public void await(String what, Predicate<TestProxy> condition) {
    throw new UnsupportedOperationException(what);
  }

  /** Dies without goodbye: sockets are gone, and everything that was learnt. */
  public void kill() {
    throw new UnsupportedOperationException();
  }

  /** {@link #kill}, where it still runs, and a new start. */
  public void restart() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
