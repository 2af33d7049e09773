/** The agent as a whole: what is started, in which order, and how it ends. */
@NullMarked
package dev.chancery.agent.run;

import org.jspecify.annotations.NullMarked;
