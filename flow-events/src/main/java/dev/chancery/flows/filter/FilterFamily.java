package dev.chancery.flows.filter;

import dev.chancery.api.flow.FlowFilter;
import java.util.List;

/** Fields of {@code flow.FlowFilter} that belong together. */
interface FilterFamily {
  /** One condition for each of the family's fields that is set; all of them must hold. */
  List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException;
}
