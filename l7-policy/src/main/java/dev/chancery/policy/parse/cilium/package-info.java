/** The readers of {@code CiliumNetworkPolicy} and {@code CiliumClusterwideNetworkPolicy}. */
@NullMarked
package dev.chancery.policy.parse.cilium;

import org.jspecify.annotations.NullMarked;
