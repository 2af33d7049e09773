/** Names in DNS queries, and the names and patterns that policies write. */
@NullMarked
package dev.chancery.policy.dns;

import org.jspecify.annotations.NullMarked;
