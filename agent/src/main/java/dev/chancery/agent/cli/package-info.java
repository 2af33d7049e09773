/** The command line: the root command, its sub-commands and what they share. */
@NullMarked
package dev.chancery.agent.cli;

import org.jspecify.annotations.NullMarked;
