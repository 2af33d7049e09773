/** What each reader of Cilium's policies is given: release, fields, findings, patterns. */
@NullMarked
package dev.chancery.policy.parse.language;

import org.jspecify.annotations.NullMarked;
