/** {@code EndpointPolicy} as cilium-envoy takes it: {@code cilium.NetworkPolicy}. */
@NullMarked
package dev.chancery.envoy.npds;

import org.jspecify.annotations.NullMarked;
