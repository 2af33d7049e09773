/** From records to flows, and who may see them. */
@NullMarked
package dev.chancery.flows;

import org.jspecify.annotations.NullMarked;
