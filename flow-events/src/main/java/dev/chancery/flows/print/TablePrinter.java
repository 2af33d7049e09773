package dev.chancery.flows.print;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.LostEvent;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.golang.TabWriter;
import java.io.PrintStream;

/** Aligned columns without colours, printed at the end; nothing at all for an empty stream. */
final class TablePrinter implements FlowPrinter {
  private static final int MINIMUM_WIDTH = 2;
  private static final int PADDING = 3;

  private final PrintOptions options;
  private final PrintStream out;
  private final FlowText text;
  private final TerminalGuard guard;
  private final NodeStatusPrinter nodes;
  private final TabWriter table = new TabWriter(MINIMUM_WIDTH, PADDING);
  private boolean first = true;

  TablePrinter(PrintOptions options, PrintStream out, PrintStream err) {
    var palette = new Palette(false);
    this.options = options;
    this.out = out;
    this.text = new FlowText(options, palette);
    this.guard = new TerminalGuard(palette.sequences());
    this.nodes = new NodeStatusPrinter(options, guard, err);
  }

  @Override
  public void print(GetFlowsResponse entry) {
    switch (entry.getResponseTypesCase()) {
      case FLOW -> add(entry.getFlow());
      case LOST_EVENTS -> add(entry, entry.getLostEvents());
      case NODE_STATUS -> nodes.printLine(entry);
      case RESPONSETYPES_NOT_SET -> {}
    }
  }

  @Override
  public void close() {
    out.print(table.flush());
  }

  private void add(Flow flow) {
    addRow(
        text.time(flow),
        flow.getNodeName(),
        text.source(flow),
        text.destination(flow),
        text.type(flow),
        text.verdict(flow),
        text.summary(flow));
  }

  private void add(GetFlowsResponse entry, LostEvent lost) {
    addRow(
        options.times().format(entry.hasTime(), entry.getTime()),
        entry.getNodeName().isEmpty() ? "-" : entry.getNodeName(),
        EnumText.of(lost.getSource(), lost.getSourceValue()),
        "-",
        "EVENTS LOST",
        "-",
        text.lostSummary(lost));
  }

  private void addRow(String time, String node, String... rest) {
    if (first) {
      first = false;
      addRow("TIMESTAMP", "NODE", "SOURCE", "DESTINATION", "TYPE", "VERDICT", "SUMMARY");
    }
    String row =
        time + "\t" + (options.nodes() ? node + "\t" : "") + String.join("\t", rest) + "\n";
    table.write(guard.guard(row));
  }
}
