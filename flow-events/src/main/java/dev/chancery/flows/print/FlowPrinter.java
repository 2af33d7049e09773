package dev.chancery.flows.print;

import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.json.ProtoJsonException;
import java.io.PrintStream;

/** Prints the entries of one flow stream, in the bytes of {@code hubble observe} 1.19. */
public interface FlowPrinter {
  /**
   * Prints one entry; an entry of no known kind prints nothing.
   *
   * @throws ProtoJsonException in the JSON formats, where the entry has no JSON form
   */
  void print(GetFlowsResponse entry) throws ProtoJsonException;

  /** Prints what was held back; to be called once, at the end. */
  void close();

  /**
   * A printer for one stream.
   *
   * @param out flows and lost events; encodes as UTF-8
   * @param err the states of nodes; encodes as UTF-8
   */
  static FlowPrinter of(PrintOptions options, PrintStream out, PrintStream err) {
    return switch (options.format()) {
      case COMPACT -> new CompactPrinter(options, out, err);
      case DICT -> new DictPrinter(options, out, err);
      case TABLE -> new TablePrinter(options, out, err);
      case JSON -> new JsonPrinter(options, out, err);
      case LEGACY_JSON -> new LegacyJsonPrinter(out);
    };
  }
}
