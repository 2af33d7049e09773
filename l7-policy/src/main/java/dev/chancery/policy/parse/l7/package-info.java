/** The readers of what is demanded above L4: HTTP, names, Kafka and other protocols. */
@NullMarked
package dev.chancery.policy.parse.l7;

import org.jspecify.annotations.NullMarked;
