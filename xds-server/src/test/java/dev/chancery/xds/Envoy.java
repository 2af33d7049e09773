package dev.chancery.xds;

import dev.chancery.testing.RealEnvoy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A running Envoy whose configuration comes from a unix socket. */
final class Envoy implements AutoCloseable {
  static final String NODE = "envoy-under-test";

  private final Process process;

  private Envoy(Process process) {
    this.process = process;
  }

  static Envoy start(Path folder, Path xdsSocket) throws IOException {
    Path bootstrap = folder.resolve("bootstrap.yaml");
    Files.writeString(bootstrap, bootstrap(xdsSocket));
    Process process =
        new ProcessBuilder(
                RealEnvoy.binary().toString(),
                "-c",
                bootstrap.toString(),
                "--concurrency",
                "1",
                "--disable-hot-restart",
                "--log-level",
                "error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("envoy.log").toFile())
            .start();
    return new Envoy(process);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }

  private static String bootstrap(Path xdsSocket) {
    return """
        node: {id: %s, cluster: test}
        dynamic_resources:
          ads_config:
            api_type: DELTA_GRPC
            transport_api_version: V3
            set_node_on_first_message_only: true
            grpc_services:
            - envoy_grpc:
                cluster_name: xds
                authority: localhost
                retry_policy:
                  retry_back_off: {base_interval: 0.05s, max_interval: 0.5s}
          lds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
          cds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
        static_resources:
          clusters:
          - name: xds
            type: STATIC
            connect_timeout: 1s
            typed_extension_protocol_options:
              envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                explicit_http_config: {http2_protocol_options: {}}
            load_assignment:
              cluster_name: xds
              endpoints:
              - lb_endpoints:
                - endpoint: {address: {pipe: {path: %s}}}
        """
        .formatted(NODE, xdsSocket);
  }

  /** One keep-alive connection. */
  static final class Connection implements AutoCloseable {
    private final Socket socket = new Socket();

    Connection(int port) throws IOException {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      socket.setSoTimeout(20_000);
    }

    /** Sends a request and returns the status of its answer. */
    int get(String path) throws IOException {
      String request = "GET " + path + " HTTP/1.1\r\nhost: test\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("connection closed after: " + head);
        }
        head.append((char) next);
      }
      in.readNBytes(contentLength(head.toString()));
      return Integer.parseInt(head.substring(9, 12));
    }

    private static int contentLength(String head) {
      return head.lines()
          .filter(line -> line.startsWith("content-length: "))
          .mapToInt(line -> Integer.parseInt(line.substring(16)))
          .findFirst()
          .orElse(0);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
