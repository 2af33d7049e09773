/** An xDS server that knows resources, versions, streams and ACKs, and nothing of policy. */
@NullMarked
package dev.chancery.xds;

import org.jspecify.annotations.NullMarked;
