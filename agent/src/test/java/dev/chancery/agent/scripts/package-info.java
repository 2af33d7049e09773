/** The scripts at the root of the repository. */
@NullMarked
package dev.chancery.agent.scripts;

import org.jspecify.annotations.NullMarked;
