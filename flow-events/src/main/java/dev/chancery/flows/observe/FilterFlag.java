package dev.chancery.flows.observe;

import dev.chancery.flows.observe.flag.UsageException;
import java.util.Optional;

/**
 * A flag that narrows down the flows.
 *
 * @param implied the value where the flag stands alone
 * @param effect what a value does to a list of filters
 */
record FilterFlag(
    String name, String shorthand, Optional<String> implied, String help, Effect effect) {
  @FunctionalInterface
  interface Effect {
    void apply(FilterList filters, String value) throws UsageException;
  }
}
