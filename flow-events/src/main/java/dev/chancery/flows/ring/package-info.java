/** Keeps the newest flows for any number of readers. */
@NullMarked
package dev.chancery.flows.ring;

import org.jspecify.annotations.NullMarked;
