/**
 * How cilium-envoy judges connections and requests by {@code cilium.NetworkPolicy} and addresses by
 * {@code cilium.NetworkPolicyHosts}, for each release that differs. Pure: no I/O, no threads.
 */
@NullMarked
package dev.chancery.testproxy.policy;

import org.jspecify.annotations.NullMarked;
