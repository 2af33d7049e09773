package dev.chancery.agent.traffic;

import dev.chancery.agent.demo.Answer;
import dev.chancery.agent.demo.HttpConnection;
import dev.chancery.testproxy.traffic.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A client, and servers that are each under one policy of paths. */
final class Shop {
  static final int PORT = 8080;
  static final int SERVERS = 3;
  static final InetAddress CLIENT = address("127.62.0.1");

  private Shop() {}

  static List<Pod> pods() {
    return Stream.concat(
            Stream.of(Pod.client(CLIENT)),
            IntStream.range(0, SERVERS).mapToObj(s -> Pod.server(server(s), application(s), PORT)))
        .toList();
  }

  static InetAddress server(int number) {
    return address("127.62.1." + (number + 1));
  }

  static InetAddress application(int number) {
    return address("127.63.1." + (number + 1));
  }

  static String manifests() {
    return Stream.concat(
            Stream.of(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: client, labels: {app: client}}
                spec: {containers: [{name: c}]}
                status: {podIP: 127.62.0.1}
                """),
            IntStream.range(0, SERVERS)
                .mapToObj(
                    s ->
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: server-%1$d, labels: {app: server-%1$d}}
                        spec: {containers: [{name: c, ports: [{containerPort: 8080}]}]}
                        status: {podIP: %2$s}
                        """
                            .formatted(s, server(s).getHostAddress())))
        .collect(Collectors.joining("---\n"));
  }

  /** The client may send these paths to a server, and nobody anything else. */
  static String policy(int server, Set<String> paths) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: server-%1$d}
        spec:
          endpointSelector: {matchLabels: {app: server-%1$d}}
          ingress:
          - fromEndpoints: [{matchLabels: {app: client}}]
            toPorts:
            - ports: [{port: "8080", protocol: TCP}]
              rules: {http: [%2$s]}
        """
        .formatted(
            server,
            paths.stream()
                .sorted()
                .map(p -> "{method: GET, path: \"" + p + "\"}")
                .collect(Collectors.joining(", ")));
  }

  static HttpConnection open(int server) throws IOException {
    return HttpConnection.open(CLIENT, new InetSocketAddress(server(server), PORT));
  }

  /** One request on a connection of its own. */
  static Answer get(int server, String path, Ledger ledger) {
    try (HttpConnection connection = open(server)) {
      return connection.exchange(request(path, ledger));
    } catch (IOException e) {
      return Answer.of(e);
    }
  }

  static String request(String path, Ledger ledger) {
    return "GET %s HTTP/1.1\r\nHost: server\r\n%s: %d\r\n\r\n"
        .formatted(path, LedgerServer.SINCE, ledger.oldest());
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
