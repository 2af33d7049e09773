/** Collections of which a changed one shares almost everything with the one before. */
@NullMarked
package dev.chancery.policy.persistent;

import org.jspecify.annotations.NullMarked;
