package dev.chancery.policy.evaluate;

import dev.chancery.policy.Provenance;
import java.util.List;

/**
 * A verdict and what made it.
 *
 * @param level the layer that said no, or the highest layer that had to say yes
 * @param redirected whether the traffic passes a proxy: L7 rules cover its peer and port
 * @param decidedBy the rules that decided, in a fixed order: those that allow, or those that deny;
 *     empty where no rule speaks (nothing enforced, or denied by default)
 */
public record Decision(
    boolean allowed, Level level, boolean redirected, List<Provenance> decidedBy) {
  /** Layers of a decision. */
  public enum Level {
    /** No policy is in force in this direction. */
    NONE,
    L3,
    L4,
    L7
  }

  public Decision {
    decidedBy = List.copyOf(decidedBy);
  }
}
