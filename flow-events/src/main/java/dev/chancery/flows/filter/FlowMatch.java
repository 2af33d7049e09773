package dev.chancery.flows.filter;

import dev.chancery.api.flow.Flow;
import java.util.List;
import java.util.function.Predicate;

/** A condition on the entries of a flow stream. */
public interface FlowMatch {
  /** True for every entry. */
  FlowMatch ANYTHING = flow -> true;

  boolean matches(Flow flow);

  /**
   * The answer for an entry without a flow, such as lost events; by default that of an empty flow.
   */
  default boolean matchesWithoutFlow() {
    return matches(Flow.getDefaultInstance());
  }

  /** A condition that only an entry with a flow can meet. */
  static FlowMatch onlyWithFlow(Predicate<Flow> condition) {
    return new FlowMatch() {
      @Override
      public boolean matches(Flow flow) {
        return condition.test(flow);
      }

      @Override
      public boolean matchesWithoutFlow() {
        return false;
      }
    };
  }

  /** True where all are. */
  record All(List<FlowMatch> parts) implements FlowMatch {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Flow flow) {
      return parts.stream().allMatch(part -> part.matches(flow));
    }

    @Override
    public boolean matchesWithoutFlow() {
      return parts.stream().allMatch(FlowMatch::matchesWithoutFlow);
    }
  }

  /**
   * What the allow list lets through and the deny list does not hold back.
   *
   * @param allowed empty: everything is allowed
   * @param denied empty: nothing is denied
   */
  record Lists(List<FlowMatch> allowed, List<FlowMatch> denied) implements FlowMatch {
    public Lists {
      allowed = List.copyOf(allowed);
      denied = List.copyOf(denied);
    }

    @Override
    public boolean matches(Flow flow) {
      return (allowed.isEmpty() || allowed.stream().anyMatch(one -> one.matches(flow)))
          && denied.stream().noneMatch(one -> one.matches(flow));
    }

    @Override
    public boolean matchesWithoutFlow() {
      return (allowed.isEmpty() || allowed.stream().anyMatch(FlowMatch::matchesWithoutFlow))
          && denied.stream().noneMatch(FlowMatch::matchesWithoutFlow);
    }
  }
}
