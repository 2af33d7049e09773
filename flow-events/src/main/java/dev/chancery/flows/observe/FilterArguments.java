package dev.chancery.flows.observe;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.observe.flag.Flag;
import dev.chancery.flows.observe.flag.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The allow list and the deny list that the filter flags make; {@code --not} turns to the latter.
 */
final class FilterArguments {
  private final FilterList allowed = new FilterList();
  private final FilterList denied = new FilterList();
  private boolean negated;

  List<Flag> flags() {
    var flags = new ArrayList<Flag>();
    flags.add(
        new Flag(
            "not",
            "",
            "filter",
            Optional.of("true"),
            "Hide what the next filter flag matches; all negated flags together make one filter",
            value -> negate()));
    for (FilterFlag flag : FilterFlags.ALL) {
      flags.add(
          new Flag(
              flag.name(),
              flag.shorthand(),
              "filter",
              flag.implied(),
              flag.help(),
              value -> set(flag, value)));
    }
    return flags;
  }

  List<FlowFilter> allowed() {
    return allowed.filters();
  }

  List<FlowFilter> denied() {
    return denied.filters();
  }

  /** Whether {@code --not} still waits for its flag. */
  boolean isNegationOpen() {
    return negated;
  }

  private void negate() throws UsageException {
    if (negated) {
      throw new UsageException("consecutive --not statements");
    }
    negated = true;
  }

  private void set(FilterFlag flag, String value) throws UsageException {
    FilterList list = negated ? denied : allowed;
    negated = false;
    list.set(flag, value);
  }
}
