package dev.chancery.agent.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An application that knows which requests should never have come to it. */
final class LedgerServer implements AutoCloseable {
  /** Header with {@link Ledger#oldest} at the time of sending. */
  static final String SINCE = "x-since";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Ledger ledger;
  private final AtomicLong requests = new AtomicLong();
  private final List<String> wrong = new CopyOnWriteArrayList<>();

  LedgerServer(InetSocketAddress address, Ledger ledger) throws IOException {
    this.ledger = ledger;
    this.server = HttpServer.create(address, 64);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    int since = Integer.parseInt(exchange.getRequestHeaders().getFirst(SINCE));
    if (!ledger.mayPass(since, path)) {
      wrong.add(path + " since version " + since + "; allowed now " + ledger.newest());
    }
    exchange.sendResponseHeaders(200, 2);
    exchange.getResponseBody().write(new byte[] {'o', 'k'});
    exchange.close();
  }

  long requests() {
    return requests.get();
  }

  /** Requests that no policy in force allowed. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
