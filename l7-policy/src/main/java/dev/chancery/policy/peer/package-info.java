/** Who is there: identities and their addresses, whom selectors select, what port names mean. */
@NullMarked
package dev.chancery.policy.peer;

import org.jspecify.annotations.NullMarked;
