package dev.chancery.flows.server;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import java.util.List;
import java.util.function.Predicate;

/** Makes one predicate of the filters of a request. */
@FunctionalInterface
public interface FilterCompiler {
  /**
   * A flow matches when a filter of the whitelist matches it, or the whitelist is empty, and no
   * filter of the blacklist does.
   */
  Result compile(List<FlowFilter> whitelist, List<FlowFilter> blacklist);

  /** What came of it. */
  sealed interface Result {
    /** The filters as one. It must not block. */
    record Compiled(Predicate<Flow> predicate) implements Result {}

    /** A filter is wrong; the text is for the user. */
    record Refused(String reason) implements Result {}
  }
}
