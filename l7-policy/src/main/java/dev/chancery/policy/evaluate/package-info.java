/** From the policy of an endpoint and a request to a verdict and the rule that decided. */
@NullMarked
package dev.chancery.policy.evaluate;

import org.jspecify.annotations.NullMarked;
