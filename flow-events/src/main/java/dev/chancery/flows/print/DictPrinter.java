package dev.chancery.flows.print;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.LostEvent;
import dev.chancery.api.observer.GetFlowsResponse;
import java.io.PrintStream;

/** One line for each part of an entry; a rule between entries. */
final class DictPrinter implements FlowPrinter {
  private static final String RULE = "------------\n";

  private final PrintOptions options;
  private final PrintStream out;
  private final PrintStream err;
  private final FlowText text;
  private final TerminalGuard guard;
  private final NodeStatusPrinter nodes;
  private boolean first = true;

  DictPrinter(PrintOptions options, PrintStream out, PrintStream err) {
    var palette = new Palette(options.colors());
    this.options = options;
    this.out = out;
    this.err = err;
    this.text = new FlowText(options, palette);
    this.guard = new TerminalGuard(palette.sequences());
    this.nodes = new NodeStatusPrinter(options, guard, err);
  }

  @Override
  public void print(GetFlowsResponse entry) {
    switch (entry.getResponseTypesCase()) {
      case FLOW -> printEntry(out, lines(entry.getFlow()));
      case LOST_EVENTS -> printEntry(out, lines(entry, entry.getLostEvents()));
      case NODE_STATUS -> {
        if (nodes.isShown(entry)) {
          printEntry(err, nodes.lines(entry));
        }
      }
      case RESPONSETYPES_NOT_SET -> {}
    }
  }

  @Override
  public void close() {}

  private void printEntry(PrintStream to, String lines) {
    to.print((first ? "" : RULE) + guard.guard(lines));
    first = false;
  }

  private String lines(Flow flow) {
    return line("  TIMESTAMP", text.time(flow))
        + (options.nodes() ? line("       NODE", flow.getNodeName()) : "")
        + line("     SOURCE", text.source(flow))
        + line("DESTINATION", text.destination(flow))
        + line("       TYPE", text.type(flow))
        + line("    VERDICT", text.verdict(flow))
        + line("    SUMMARY", text.summary(flow));
  }

  private String lines(GetFlowsResponse entry, LostEvent lost) {
    String node = entry.getNodeName().isEmpty() ? "-" : entry.getNodeName();
    return line("  TIMESTAMP", options.times().format(entry.hasTime(), entry.getTime()))
        + (options.nodes() ? line("       NODE", node) : "")
        + line("     SOURCE", EnumText.of(lost.getSource(), lost.getSourceValue()))
        + line("       TYPE", "EVENTS LOST")
        + line("    VERDICT", "-")
        + line("    SUMMARY", text.lostSummary(lost));
  }

  static String line(String key, String value) {
    return key + ": " + value + "\n";
  }
}
