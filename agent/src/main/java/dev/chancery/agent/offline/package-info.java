/** What the policy commands do with manifests alone, without an agent or an Envoy. */
@NullMarked
package dev.chancery.agent.offline;

import org.jspecify.annotations.NullMarked;
