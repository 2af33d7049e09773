package dev.chancery.flows.print;

import dev.chancery.api.flow.AuthType;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.LostEvent;
import java.util.List;

/** The texts of one entry's columns, for every format but JSON. */
final class FlowText {
  /** By number of the identity. */
  private static final List<String> RESERVED =
      List.of(
          "unknown",
          "host",
          "world",
          "unmanaged",
          "health",
          "init",
          "remote-node",
          "kube-apiserver",
          "ingress",
          "world-ipv4",
          "world-ipv6");

  private final TimeLayout times;
  private final Palette palette;
  private final HostText hosts;
  private final VerdictText verdicts;

  FlowText(PrintOptions options, Palette palette) {
    this.times = options.times();
    this.palette = palette;
    this.hosts = new HostText(palette, options.names());
    this.verdicts = new VerdictText(palette, options.policies());
  }

  String time(Flow flow) {
    return times.format(flow.hasTime(), flow.getTime());
  }

  String source(Flow flow) {
    return hosts.source(flow);
  }

  String destination(Flow flow) {
    return hosts.destination(flow);
  }

  String sourceIdentity(Flow flow) {
    return identity(flow.getSource().getIdentity());
  }

  String destinationIdentity(Flow flow) {
    return identity(flow.getDestination().getIdentity());
  }

  String type(Flow flow) {
    return TypeText.of(flow);
  }

  String verdict(Flow flow) {
    return verdicts.of(flow);
  }

  @SuppressWarnings("deprecation") // the summary is what every client shows
  String summary(Flow flow) {
    long trace = flow.getIpTraceId().getTraceId();
    String before = trace == 0 ? "" : "IP Trace ID: " + Long.toUnsignedString(trace) + "; ";
    return before + flow.getSummary() + authentication(flow);
  }

  /** {@code (first: …, last: …)} where both are known. */
  String span(LostEvent lost) {
    return lost.hasFirst() && lost.hasLast()
        ? String.format(
            " (first: %s, last: %s)",
            times.format(true, lost.getFirst()), times.format(true, lost.getLast()))
        : "";
  }

  /** {@code CPU(n) - count}, and the span of time where it is known. */
  String lostSummary(LostEvent lost) {
    return String.format(
        "CPU(%d) - %s%s",
        lost.getCpu().getValue(), Long.toUnsignedString(lost.getNumEventsLost()), span(lost));
  }

  private String authentication(Flow flow) {
    if (flow.getAuthType() == AuthType.DISABLED) {
      return "";
    }
    String name = EnumText.of(flow.getAuthType(), flow.getAuthTypeValue());
    boolean failing = flow.getAuthType() == AuthType.TEST_ALWAYS_FAIL;
    return "; Auth: " + (failing ? palette.red(name) : palette.green(name));
  }

  private String identity(int number) {
    boolean reserved = number >= 0 && number < RESERVED.size();
    return palette.magenta(
        reserved
            ? "(" + RESERVED.get(number) + ")"
            : "(ID:" + Integer.toUnsignedString(number) + ")");
  }
}
