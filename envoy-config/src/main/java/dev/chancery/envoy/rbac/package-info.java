/** A direction of an endpoint's policy as trees of Envoy's unified matcher. */
@NullMarked
package dev.chancery.envoy.rbac;

import org.jspecify.annotations.NullMarked;
