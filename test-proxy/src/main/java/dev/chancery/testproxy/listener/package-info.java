/** Listeners as cilium-envoy takes them: what it refuses, and what it makes of the rest. */
@NullMarked
package dev.chancery.testproxy.listener;

import org.jspecify.annotations.NullMarked;
