/** {@code NetworkPolicy} of {@code networking.k8s.io/v1}, as Cilium's {@code pkg/k8s} reads it. */
@NullMarked
package dev.chancery.policy.parse.kubernetes;

import org.jspecify.annotations.NullMarked;
