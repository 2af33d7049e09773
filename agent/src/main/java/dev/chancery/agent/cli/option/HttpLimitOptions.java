package dev.chancery.agent.cli.option;

import dev.chancery.envoy.cilium.CiliumOptions;
import picocli.CommandLine.Option;

/** Limits of requests through a cilium-envoy; of the stock Envoy they are fixed. */
final class HttpLimitOptions {
  @Option(
      names = "--http-request-timeout",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "Longest request; 0 is without limit (default ${DEFAULT-VALUE}).")
  int requestTimeout = 3600;

  @Option(
      names = "--http-max-grpc-timeout",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Longest timeout that a gRPC client may ask for; 0 is any.")
  int maxGrpcTimeout;

  @Option(
      names = "--http-idle-timeout",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Longest pause in a request; 0 is what Envoy does.")
  int idleTimeout;

  @Option(
      names = "--http-stream-idle-timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "Longest pause in a stream; 0 is without limit (default ${DEFAULT-VALUE}).")
  int streamIdleTimeout = 300;

  @Option(
      names = "--http-retry-count",
      paramLabel = "N",
      defaultValue = "3",
      description = "Retries of a request that got no response (default ${DEFAULT-VALUE}).")
  int retries = 3;

  @Option(
      names = "--http-retry-timeout",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Longest try; 0 is as long as the request.")
  int retryTimeout;

  @Option(
      names = "--proxy-xff-num-trusted-hops",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Proxies before this one whose x-forwarded-for is believed, in both directions (Cilium"
              + " has …-ingress and …-egress).")
  int trustedHops;

  /**
   * @throws IllegalArgumentException with a message for the user
   */
  CiliumOptions.Http limits() {
    for (int number :
        new int[] {
          requestTimeout,
          maxGrpcTimeout,
          idleTimeout,
          streamIdleTimeout,
          retries,
          retryTimeout,
          trustedHops
        }) {
      if (number < 0) {
        throw new IllegalArgumentException(
            "http limits: " + number + " (expected: 0 or more each)");
      }
    }
    return new CiliumOptions.Http(
        requestTimeout,
        maxGrpcTimeout,
        idleTimeout,
        streamIdleTimeout,
        retries,
        retryTimeout,
        trustedHops);
  }
}
