/** What survives a restart. */
@NullMarked
package dev.chancery.agent.state;

import org.jspecify.annotations.NullMarked;
