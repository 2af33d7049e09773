package dev.chancery.flows.decode;

import java.time.Instant;

/**
 * What is known of a record besides itself.
 *
 * @param time when the agent received it: the time that the flow shows
 */
public record FlowContext(Instant time, PolicyAttribution policies) {
  /** Of a record about which no policy is known to have decided. */
  public static FlowContext at(Instant time) {
    return new FlowContext(time, PolicyAttribution.NONE);
  }
}
