/** Cases that say what policies shall allow and deny, and what comes of them. */
@NullMarked
package dev.chancery.agent.offline.cases;

import org.jspecify.annotations.NullMarked;
