/** From the policy of an endpoint to Envoy resources. Pure. */
@NullMarked
package dev.chancery.envoy;

import org.jspecify.annotations.NullMarked;
