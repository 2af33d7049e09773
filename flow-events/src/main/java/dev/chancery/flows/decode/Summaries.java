package dev.chancery.flows.decode;

import dev.chancery.api.flow.Flow;

/** Sets the text that the Hubble CLI prints as it is: deprecated by name, needed in fact. */
final class Summaries {
  private Summaries() {}

  @SuppressWarnings("deprecation")
  static void set(Flow.Builder flow, String summary) {
    flow.setSummary(summary);
  }
}
