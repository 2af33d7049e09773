/**
 * The demo: three workloads on loopback addresses and the tutorial's story, checked step by step.
 */
@NullMarked
package dev.chancery.agent.demo;

import org.jspecify.annotations.NullMarked;
