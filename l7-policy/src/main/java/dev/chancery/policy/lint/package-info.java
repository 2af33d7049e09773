/** What is valid in a policy and will surprise its author. */
@NullMarked
package dev.chancery.policy.lint;

import org.jspecify.annotations.NullMarked;
