/** The agent as cilium-envoy's control plane, under traffic. */
@NullMarked
package dev.chancery.agent.traffic;

import org.jspecify.annotations.NullMarked;
