/** From endpoints and their policies to what a cilium-envoy is told. Pure. */
@NullMarked
package dev.chancery.envoy.cilium;

import org.jspecify.annotations.NullMarked;
