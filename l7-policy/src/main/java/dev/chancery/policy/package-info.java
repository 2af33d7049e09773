/**
 * Values that every part of policy speaks of: directions, ports, prefixes, provenance, problems.
 */
@NullMarked
package dev.chancery.policy;

import org.jspecify.annotations.NullMarked;
