/** Manifest files: watching, reading, and the last good version of what does not parse. */
@NullMarked
package dev.chancery.agent.source;

import org.jspecify.annotations.NullMarked;
