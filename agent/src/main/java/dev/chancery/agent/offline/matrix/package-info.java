/** Who can reach whom: computed from policies, and drawn. */
@NullMarked
package dev.chancery.agent.offline.matrix;

import org.jspecify.annotations.NullMarked;
