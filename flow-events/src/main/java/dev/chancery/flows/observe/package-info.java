/** The command {@code chancery observe}: arguments, filters, request, and flows from a file. */
@NullMarked
package dev.chancery.flows.observe;

import org.jspecify.annotations.NullMarked;
