/** URLs read and written as Go's {@code net/url} does, since that is what Hubble prints. Pure. */
@NullMarked
package dev.chancery.redaction.url;

import org.jspecify.annotations.NullMarked;
