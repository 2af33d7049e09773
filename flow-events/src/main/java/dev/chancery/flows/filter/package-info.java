/** {@code flow.FlowFilter} compiled to conditions on flows. */
@NullMarked
package dev.chancery.flows.filter;

import org.jspecify.annotations.NullMarked;
