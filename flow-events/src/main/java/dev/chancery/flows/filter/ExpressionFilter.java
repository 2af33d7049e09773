package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.List;

/** {@code experimental.cel_expression}: refused, never ignored. */
final class ExpressionFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    if (filter.getExperimental().getCelExpressionCount() > 0) {
      throw new InvalidFilterException("CEL expressions are not supported");
    }
    return List.of();
  }
}
