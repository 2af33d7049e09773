/**
 * Those that say what becomes of traffic, side by side: the evaluator, and a cilium-envoy behind
 * Cilium's datapath as the test proxy and the map entries play it.
 */
@NullMarked
package dev.chancery.agent.engines;

import org.jspecify.annotations.NullMarked;
