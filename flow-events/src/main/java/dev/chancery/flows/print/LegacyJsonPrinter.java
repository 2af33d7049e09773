package dev.chancery.flows.print;

import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.json.ProtoJsonException;
import java.io.PrintStream;

/** One bare flow or lost-events message a line; the states of nodes are not shown. */
final class LegacyJsonPrinter implements FlowPrinter {
  private final PrintStream out;

  LegacyJsonPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void print(GetFlowsResponse entry) throws ProtoJsonException {
    switch (entry.getResponseTypesCase()) {
      case FLOW -> out.print(ProtoJson.print(entry.getFlow()) + "\n");
      case LOST_EVENTS -> out.print(ProtoJson.print(entry.getLostEvents()) + "\n");
      default -> {}
    }
  }

  @Override
  public void close() {}
}
