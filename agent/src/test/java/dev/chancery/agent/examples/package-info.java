/** The examples of this repository, put to the evaluator and to a real Envoy. */
@NullMarked
package dev.chancery.agent.examples;

import org.jspecify.annotations.NullMarked;
