/** Options and forms of output that several commands share. */
@NullMarked
package dev.chancery.agent.cli.option;

import org.jspecify.annotations.NullMarked;
