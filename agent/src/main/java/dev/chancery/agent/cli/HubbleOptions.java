package dev.chancery.agent.cli;

import dev.chancery.flows.ring.FlowRing;
import dev.chancery.redaction.RedactionOptions;
import java.util.List;
import picocli.CommandLine.Option;

/** Settings of visibility, under the names that Cilium's agent has for them. */
final class HubbleOptions {
  @Option(names = "--hubble-redact-enabled", description = "Hide what the options below name.")
  boolean redact;

  @Option(
      names = "--hubble-redact-http-urlquery",
      description = "Hide queries and fragments of URLs.")
  boolean urlQuery;

  @Option(
      names = "--hubble-redact-http-userinfo",
      paramLabel = "BOOL",
      arity = "1",
      defaultValue = "true",
      description = "Hide passwords in URLs (default ${DEFAULT-VALUE}).")
  boolean userInfo = true;

  @Option(
      names = "--hubble-redact-http-headers-allow",
      split = ",",
      paramLabel = "NAME",
      description = "Show the values of these headers only.")
  List<String> headersAllow = List.of();

  @Option(
      names = "--hubble-redact-http-headers-deny",
      split = ",",
      paramLabel = "NAME",
      description = "Hide the values of these headers only. With neither list all are hidden.")
  List<String> headersDeny = List.of();

  @Option(
      names = "--hubble-event-buffer-capacity",
      paramLabel = "N",
      defaultValue = "4095",
      description = "Flows kept: one less than a power of two (default ${DEFAULT-VALUE}).")
  int bufferCapacity = FlowRing.DEFAULT_CAPACITY;

  /**
   * @throws IllegalArgumentException with Cilium's text if the options contradict each other
   */
  RedactionOptions redaction() {
    return new RedactionOptions(redact, urlQuery, userInfo, headersAllow, headersDeny);
  }

  /**
   * @throws IllegalArgumentException with a message for the user
   */
  int capacity() {
    return new FlowRing(bufferCapacity).capacity();
  }
}
