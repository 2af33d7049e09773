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

/** A client, servers that are each under one policy of paths, and one who is denied everything. */
final class Shop {
  static final int PORT = 8080;
  static final int SERVERS = 3;
  static final InetAddress CLIENT = address("127.62.0.1");
  static final InetAddress OUTCAST = address("127.62.0.2");

  private Shop() {}

  static List<Pod> pods() {
    return Stream.concat(
            Stream.of(Pod.client(CLIENT), Pod.client(OUTCAST)),
            IntStream.range(0, SERVERS).mapToObj(s -> Pod.server(server(s), application(s), PORT)))
        .toList();
  }

  static InetAddress server(int number) {
    return address("127.62.1." + (number + 1));
  }

  static InetAddress application(int number) {
    return address("127.63.1." + (number + 1));
  }

  /**
   * @param version a label of the outcast: with another it has another identity
   */
  static String manifests(int version) {
    return Stream.concat(
            Stream.of(
                client("client", CLIENT, ""), client("outcast", OUTCAST, ", version: v" + version)),
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

  private static String client(String name, InetAddress address, String label) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %1$s, labels: {app: %1$s%2$s}}
        spec: {containers: [{name: c}]}
        status: {podIP: %3$s}
        """
        .formatted(name, label, address.getHostAddress());
  }

  /** Everyone may send these paths to a server, and the outcast nothing. */
  static String policy(int server, Set<String> paths) {
    return """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: server-%1$d}
        spec:
          endpointSelector: {matchLabels: {app: server-%1$d}}
          ingress:
          - fromEntities: [all]
            toPorts:
            - ports: [{port: "8080", protocol: TCP}]
              rules: {http: [%2$s]}
          ingressDeny:
          - fromEndpoints: [{matchLabels: {app: outcast}}]
        """
        .formatted(
            server,
            paths.stream()
                .sorted()
                .map(p -> "{method: GET, path: \"" + p + "\"}")
                .collect(Collectors.joining(", ")));
  }

  static HttpConnection open(int server) throws IOException {
    return open(CLIENT, server);
  }

  static HttpConnection open(InetAddress client, int server) throws IOException {
    return HttpConnection.open(client, new InetSocketAddress(server(server), PORT));
  }

  /** One request on a connection of its own. */
  static Answer get(int server, String path, Ledger ledger) {
    try (HttpConnection connection = open(server)) {
      return connection.exchange(request(path, ledger.oldest()));
    } catch (IOException e) {
      return Answer.of(e);
    }
  }

  /**
   * @param since the oldest version of the policy that may let it pass
   */
  static String request(String path, int since) {
    return "GET %s HTTP/1.1\r\nHost: server\r\n%s: %d\r\n\r\n"
        .formatted(path, LedgerServer.SINCE, since);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
