/** The immutable snapshot of what exists on the node and in the cluster. */
@NullMarked
package dev.chancery.policy.world;

import org.jspecify.annotations.NullMarked;
