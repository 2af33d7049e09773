/** From access-log records to flows in the ring: who it was, and which rule decided. */
@NullMarked
package dev.chancery.agent.visibility;

import org.jspecify.annotations.NullMarked;
