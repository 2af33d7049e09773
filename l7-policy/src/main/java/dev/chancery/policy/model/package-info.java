/** CiliumNetworkPolicy as values: what a valid object says, before anything is selected. */
@NullMarked
package dev.chancery.policy.model;

import org.jspecify.annotations.NullMarked;
