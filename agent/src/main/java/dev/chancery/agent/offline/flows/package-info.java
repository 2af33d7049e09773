/** Recorded flows, put to policies again and written down as cases. */
@NullMarked
package dev.chancery.agent.offline.flows;

import org.jspecify.annotations.NullMarked;
