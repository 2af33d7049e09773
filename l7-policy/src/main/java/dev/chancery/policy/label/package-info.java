/** Labels with a source, and selectors over them. */
@NullMarked
package dev.chancery.policy.label;

import org.jspecify.annotations.NullMarked;
