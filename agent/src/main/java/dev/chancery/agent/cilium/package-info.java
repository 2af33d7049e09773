/** What a cilium-envoy is served, and when its redirects are announced. */
@NullMarked
package dev.chancery.agent.cilium;

import org.jspecify.annotations.NullMarked;
