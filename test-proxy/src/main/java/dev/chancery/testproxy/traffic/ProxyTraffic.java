package dev.chancery.testproxy.traffic;

import com.google.common.net.InetAddresses;
import dev.chancery.testproxy.Admission;
import dev.chancery.testproxy.TestProxy;
import dev.chancery.testproxy.accesslog.AccessLogClient;
import dev.chancery.testproxy.listener.Chain;
import dev.chancery.testproxy.listener.HttpSettings;
import dev.chancery.testproxy.listener.ProxyListener;
import dev.chancery.testproxy.policy.TlsOutcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data path of a {@link TestProxy}: connections that its listeners accept, the network filters
 * on them, and what these do with requests. TLS is passed on or refused, never terminated.
 */
public final class ProxyTraffic implements ProxyEntrance, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProxyTraffic.class);
  private static final int LONGEST_HEAD = 64 << 10;
  private static final int LONGEST_BODY = 1 << 20;

  private final TestProxy proxy;
  private final Map<String, AccessLogClient> logs = new ConcurrentHashMap<>();
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  public ProxyTraffic(TestProxy proxy) {
    this.proxy = proxy;
  }

  @Override
  public boolean accept(Channel client, Passage passage, int port, Outbound outbound) {
    var socket = new InetSocketAddress(loopback(passage.destination().getAddress()), port);
    Optional<ProxyListener> listener =
        proxy.listeners().stream()
            .filter(l -> l.listensOn(socket) && l.metadata().isPresent())
            .findFirst();
    listener.ifPresent(found -> accept(client, passage, found, outbound));
    return listener.isPresent();
  }

  /** Whose socket a datapath assigns connections of a family to. */
  private static InetAddress loopback(InetAddress destination) {
    return InetAddresses.forString(destination instanceof Inet6Address ? "::1" : "127.0.0.1");
  }

  private void accept(Channel client, Passage passage, ProxyListener listener, Outbound outbound) {
    clients.add(client);
    if (listener.seesServerNames()) {
      client
          .pipeline()
          .addLast(
              new SniGate(
                  (isTls, name) -> enter(client, passage, listener, isTls, name, outbound)));
    } else {
      enter(client, passage, listener, false, Optional.empty(), outbound);
    }
    client.config().setAutoRead(true);
  }

  private void enter(
      Channel client,
      Passage passage,
      ProxyListener listener,
      boolean isTls,
      Optional<String> serverName,
      Outbound outbound) {
    Admission admission =
        proxy.admit(listener, passage.source(), passage.destination(), serverName);
    Optional<Chain> chain = listener.chain(isTls);
    if (chain.isEmpty() || !admission.verdict().allowed() || !isPassedOn(chain.get(), admission)) {
      log.atDebug().addKeyValue("reason", admission.verdict().reason()).log("connection reset");
      Reset.close(client);
      return;
    }
    Visit visit = visit(passage, listener, admission);
    chain
        .get()
        .http()
        .ifPresentOrElse(
            http -> serve(client, http, visit, admission, outbound),
            () -> splice(client, visit, outbound));
  }

  /** Whether the bytes of a connection go on as they are. */
  private boolean isPassedOn(Chain chain, Admission admission) {
    return !chain.tlsWrapper()
        || proxy.policies().downstreamTls(admission.connection()) == TlsOutcome.RAW;
  }

  private static Visit visit(Passage passage, ProxyListener listener, Admission admission) {
    return new Visit(
        passage,
        listener.isIngress() ? Way.INGRESS : Way.EGRESS,
        admission.connection().policyKey(),
        (int) admission.sourceIdentity(),
        (int) admission.destinationIdentity(),
        listener.proxyId());
  }

  private void serve(
      Channel client, HttpSettings http, Visit visit, Admission admission, Outbound outbound) {
    AccessRecords records =
        new AccessRecords(
            visit,
            entry -> http.accessLogPath().ifPresent(path -> logTo(path).log(entry)),
            InstantSource.system());
    client
        .pipeline()
        .addLast(new HttpServerCodec(LONGEST_HEAD, LONGEST_HEAD, 8192))
        .addLast(new HttpObjectAggregator(LONGEST_BODY))
        .addLast(
            new HttpExchanges(
                http.manager(),
                http.deniedBody(),
                new RequestPolicy(proxy::policies, admission.connection()),
                records,
                new Upstream(visit, outbound)));
  }

  private static void splice(Channel client, Visit visit, Outbound outbound) {
    client.config().setAutoRead(false);
    outbound
        .dial(visit.passage(), visit.way(), new Splice(client))
        .addListener(
            (ChannelFutureListener)
                dialled -> {
                  if (!dialled.isSuccess()) {
                    Reset.close(client);
                  }
                });
  }

  /** One connection for each path, which all workers share (§7.1). */
  private AccessLogClient logTo(String path) {
    return logs.computeIfAbsent(path, p -> new AccessLogClient(Path.of(p)));
  }

  /** Records that the agent's socket did not take. */
  public long droppedRecords() {
    return logs.values().stream().mapToLong(AccessLogClient::dropped).sum();
  }

  /** Ends every connection, as the end of the process does. */
  public void cut() {
    clients.forEach(Reset::close);
  }

  @Override
  public void close() {
    cut();
    logs.values().forEach(AccessLogClient::close);
  }
}
