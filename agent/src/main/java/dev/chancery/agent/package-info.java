/** The agent: where the modules meet. */
@NullMarked
package dev.chancery.agent;

import org.jspecify.annotations.NullMarked;
