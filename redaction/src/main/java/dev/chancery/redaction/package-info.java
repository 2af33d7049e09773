/** What may be shown of a request, and what takes the place of the rest. */
@NullMarked
package dev.chancery.redaction;

import org.jspecify.annotations.NullMarked;
