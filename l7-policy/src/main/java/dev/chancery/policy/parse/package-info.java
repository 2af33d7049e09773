/** From the text of manifests to policies, with every problem as a value. */
@NullMarked
package dev.chancery.policy.parse;

import org.jspecify.annotations.NullMarked;
