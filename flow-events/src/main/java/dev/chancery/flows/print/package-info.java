/** What {@code chancery observe} prints for each entry of a flow stream. */
@NullMarked
package dev.chancery.flows.print;

import org.jspecify.annotations.NullMarked;
