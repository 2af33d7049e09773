/** What the command line asks of a running agent, over {@code agent.sock}. */
@NullMarked
package dev.chancery.agent.control;

import org.jspecify.annotations.NullMarked;
