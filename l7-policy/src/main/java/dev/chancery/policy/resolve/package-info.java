/** From a world to the policy of each endpoint. */
@NullMarked
package dev.chancery.policy.resolve;

import org.jspecify.annotations.NullMarked;
