package dev.chancery.agent.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** The server pod's application, with the tutorial's answers. */
public final class DeathStar implements AutoCloseable {
  static {
    // Without it the JDK's server waits for an ACK between head and body: 40 ms a request.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicLong requests = new AtomicLong();

  private DeathStar(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  public static DeathStar open(InetSocketAddress address) throws IOException {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "deathstar");
              thread.setDaemon(true);
              return thread;
            });
    DeathStar deathStar = new DeathStar(HttpServer.create(address, 128), threads);
    deathStar.server.createContext("/", deathStar::answer);
    deathStar.server.setExecutor(threads);
    deathStar.server.start();
    return deathStar;
  }

  /** How many requests have reached the application. */
  public long requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/v1/request-landing" -> reply(exchange, 200, "Ship landed\n");
      case "/v1/exhaust-port" -> reply(exchange, 503, "Panic: deathstar exploded\n");
      default -> reply(exchange, 200, "You asked for " + path + "\n");
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
