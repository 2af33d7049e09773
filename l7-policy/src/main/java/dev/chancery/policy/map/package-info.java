/**
 * The policy of an endpoint as entries of the kernel's policy map, and the verdict that the kernel
 * reads from them. Pure; who writes maps is elsewhere.
 */
@NullMarked
package dev.chancery.policy.map;

import org.jspecify.annotations.NullMarked;
