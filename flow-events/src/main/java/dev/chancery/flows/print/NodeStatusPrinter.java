package dev.chancery.flows.print;

import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.api.relay.NodeState;
import dev.chancery.api.relay.NodeStatusEvent;
import dev.chancery.flows.golang.GoQuote;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The states of nodes that a relay reports; only trouble is shown unless debugging. */
final class NodeStatusPrinter {
  private static final int NAMES_WIDTH = 50;

  private final PrintOptions options;
  private final TerminalGuard guard;
  private final PrintStream err;

  NodeStatusPrinter(PrintOptions options, TerminalGuard guard, PrintStream err) {
    this.options = options;
    this.guard = guard;
    this.err = err;
  }

  boolean isShown(GetFlowsResponse entry) {
    NodeState state = entry.getNodeStatus().getStateChange();
    return options.debug() || state == NodeState.NODE_ERROR || state == NodeState.NODE_UNAVAILABLE;
  }

  /** Prints one line if the state is shown. */
  void printLine(GetFlowsResponse entry) {
    if (isShown(entry)) {
      err.print(guard.guard(line(entry)));
    }
  }

  /** The parts on a line each. */
  String lines(GetFlowsResponse entry) {
    NodeStatusEvent status = entry.getNodeStatus();
    String message = status.getMessage();
    return DictPrinter.line("  TIMESTAMP", time(entry))
        + DictPrinter.line(
            "      STATE", EnumText.of(status.getStateChange(), status.getStateChangeValue()))
        + DictPrinter.line("      NODES", names(status.getNodeNamesList()))
        + DictPrinter.line("    MESSAGE", message.isEmpty() ? "N/A" : GoQuote.quote(message));
  }

  private String line(GetFlowsResponse entry) {
    NodeStatusEvent status = entry.getNodeStatus();
    int count = status.getNodeNamesCount();
    String names = names(status.getNodeNamesList());
    String event =
        switch (status.getStateChange()) {
          case NODE_CONNECTED -> "Receiving flows from " + count + " nodes: " + names;
          case NODE_UNAVAILABLE -> count + " nodes are unavailable: " + names;
          case NODE_GONE -> count + " nodes removed from cluster: " + names;
          case NODE_ERROR ->
              "Error " + GoQuote.quote(status.getMessage()) + " on " + count + " nodes: " + names;
          default -> "unknown node status event: " + status.getStateChangeValue();
        };
    return time(entry) + " [" + entry.getNodeName() + "]: " + event + "\n";
  }

  private String time(GetFlowsResponse entry) {
    return options.times().format(entry.hasTime(), entry.getTime());
  }

  /** As many names as fit, but at least one, and how many there are more. */
  private static String names(List<String> names) {
    int width = 0;
    int shown = 0;
    for (String name : names) {
      width += name.getBytes(StandardCharsets.UTF_8).length + ", ".length();
      if (width > NAMES_WIDTH && shown > 0) {
        break;
      }
      shown++;
    }
    String joined = String.join(", ", names.subList(0, shown));
    int more = names.size() - shown;
    return more == 0 ? joined : joined + " (and " + more + " more)";
  }
}
