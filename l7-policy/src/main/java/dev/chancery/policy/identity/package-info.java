/** Security identities and the addresses that carry them. */
@NullMarked
package dev.chancery.policy.identity;

import org.jspecify.annotations.NullMarked;
