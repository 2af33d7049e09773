/** Texts that Go's standard library accepts and prints, where clients of Hubble see them. */
@NullMarked
package dev.chancery.flows.golang;

import org.jspecify.annotations.NullMarked;
