/** The commands under {@code chancery policy}. */
@NullMarked
package dev.chancery.agent.cli.policy;

import org.jspecify.annotations.NullMarked;
