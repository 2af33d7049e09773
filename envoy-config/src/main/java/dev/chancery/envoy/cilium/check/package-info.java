/** Finds what a cilium-envoy would refuse, before it is sent. Pure. */
@NullMarked
package dev.chancery.envoy.cilium.check;

import org.jspecify.annotations.NullMarked;
