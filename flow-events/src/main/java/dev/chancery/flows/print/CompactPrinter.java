package dev.chancery.flows.print;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.LostEvent;
import dev.chancery.api.observer.GetFlowsResponse;
import java.io.PrintStream;

/** One line for each entry. */
final class CompactPrinter implements FlowPrinter {
  private final PrintOptions options;
  private final PrintStream out;
  private final FlowText text;
  private final TerminalGuard guard;
  private final NodeStatusPrinter nodes;

  CompactPrinter(PrintOptions options, PrintStream out, PrintStream err) {
    var palette = new Palette(options.colors());
    this.options = options;
    this.out = out;
    this.text = new FlowText(options, palette);
    this.guard = new TerminalGuard(palette.sequences());
    this.nodes = new NodeStatusPrinter(options, guard, err);
  }

  @Override
  public void print(GetFlowsResponse entry) {
    switch (entry.getResponseTypesCase()) {
      case FLOW -> out.print(guard.guard(line(entry.getFlow())));
      case LOST_EVENTS -> out.print(guard.guard(line(entry, entry.getLostEvents())));
      case NODE_STATUS -> nodes.printLine(entry);
      case RESPONSETYPES_NOT_SET -> {}
    }
  }

  @Override
  public void close() {}

  /** The ends of a reply change places, so that both lines of an exchange read alike. */
  private String line(Flow flow) {
    boolean reply = flow.getIsReply().getValue();
    String source = text.source(flow) + " " + text.sourceIdentity(flow);
    String destination = text.destination(flow) + " " + text.destinationIdentity(flow);
    String arrow = !flow.hasIsReply() ? "<>" : reply ? "<-" : "->";
    return text.time(flow)
        + (options.nodes() ? " [" + flow.getNodeName() + "]" : "")
        + ": "
        + String.join(
            " ",
            reply ? destination : source,
            arrow,
            reply ? source : destination,
            text.type(flow),
            text.verdict(flow),
            "(" + text.summary(flow) + ")\n");
  }

  private String line(GetFlowsResponse entry, LostEvent lost) {
    return String.format(
        "%s EVENTS LOST: %s CPU(%d) %s%s\n",
        options.times().format(entry.hasTime(), entry.getTime()),
        EnumText.of(lost.getSource(), lost.getSourceValue()),
        lost.getCpu().getValue(),
        Long.toUnsignedString(lost.getNumEventsLost()),
        text.span(lost));
  }
}
