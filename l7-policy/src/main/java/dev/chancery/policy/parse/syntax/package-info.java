/** What texts inside a policy look like: ports, patterns, names of ICMP types, JSON. */
@NullMarked
package dev.chancery.policy.parse.syntax;

import org.jspecify.annotations.NullMarked;
