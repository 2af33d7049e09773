/** Documents as values that know their path and line, and the reading of their fields. */
@NullMarked
package dev.chancery.policy.parse.yaml;

import org.jspecify.annotations.NullMarked;
