package dev.chancery.agent.demo;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.Policy;
import dev.chancery.api.flow.TrafficDirection;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.json.ProtoJsonException;
import dev.chancery.flows.print.FlowPrinter;
import dev.chancery.flows.print.OutputFormat;
import dev.chancery.flows.print.PrintOptions;
import dev.chancery.flows.print.TimeLayout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flows as lines: as the hubble client prints them, and without what differs from run to run. */
final class FlowLines {
  private FlowLines() {}

  /** One line as {@code hubble observe} prints it. */
  static String printed(Flow flow) {
    return print(flow, OutputFormat.COMPACT).strip();
  }

  /** One line of JSON with everything that is in the flow. */
  static String json(Flow flow) {
    return print(flow, OutputFormat.JSON);
  }

  private static String print(Flow flow, OutputFormat format) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    var options =
        new PrintOptions(format, TimeLayout.STAMP_MILLI, false, true, false, false, false);
    try {
      FlowPrinter printer = FlowPrinter.of(options, out, out);
      printer.print(GetFlowsResponse.newBuilder().setFlow(flow).build());
      printer.close();
    } catch (ProtoJsonException e) {
      throw new IllegalStateException(e);
    }
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * Direction, ends, type, verdict and summary; no time, identity number, client port or latency.
   * Then the rules that decided, where the flow names some.
   */
  static String essence(Flow flow) {
    String line =
        printed(flow)
            .replaceFirst("^.*?: ", "")
            .replaceAll(" \\(ID:[0-9]+\\)", "")
            .replaceAll("(default/(?:tiefighter|xwing)):[0-9]+", "$1")
            .replaceAll(" [0-9]+ms ", " ");
    String direction =
        flow.getTrafficDirection() == TrafficDirection.UNRECOGNIZED
            ? "?"
            : flow.getTrafficDirection().name().toLowerCase(Locale.ROOT);
    String rules =
        rules(flow).stream().map(FlowLines::rule).sorted().collect(Collectors.joining(", "));
    return direction + " " + line + (rules.isEmpty() ? "" : " by " + rules);
  }

  static List<Policy> rules(Flow flow) {
    return Stream.of(
            flow.getEgressAllowedByList(),
            flow.getIngressAllowedByList(),
            flow.getEgressDeniedByList(),
            flow.getIngressDeniedByList())
        .flatMap(List::stream)
        .toList();
  }

  /** {@code rule1 spec.ingress[0]}. */
  static String rule(Policy policy) {
    return policy.getName()
        + policy.getLabelsList().stream()
            .filter(l -> l.startsWith("chancery:rule="))
            .map(l -> " " + l.substring(l.indexOf('=') + 1))
            .collect(Collectors.joining());
  }
}
