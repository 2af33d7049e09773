package dev.chancery.flows.print;

import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.json.ProtoJsonException;
import java.io.PrintStream;
import java.util.List;

/** One response a line. */
final class JsonPrinter implements FlowPrinter {
  private final PrintStream out;
  private final PrintStream err;
  private final NodeStatusPrinter nodes;

  JsonPrinter(PrintOptions options, PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
    this.nodes = new NodeStatusPrinter(options, new TerminalGuard(List.of()), err);
  }

  @Override
  public void print(GetFlowsResponse entry) throws ProtoJsonException {
    switch (entry.getResponseTypesCase()) {
      case FLOW, LOST_EVENTS -> out.print(ProtoJson.print(entry) + "\n");
      case NODE_STATUS -> {
        if (nodes.isShown(entry)) {
          err.print(ProtoJson.print(entry) + "\n");
        }
      }
      case RESPONSETYPES_NOT_SET -> {}
    }
  }

  @Override
  public void close() {}
}
