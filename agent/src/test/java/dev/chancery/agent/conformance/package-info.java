/**
 * What Envoy does with requests under the agent's policies, compared with what the evaluator says.
 */
@NullMarked
package dev.chancery.agent.conformance;

import org.jspecify.annotations.NullMarked;
