/** Values of Kubernetes Secrets: held in memory, given to the proxy, shown to nobody. */
@NullMarked
package dev.chancery.agent.secret;

import org.jspecify.annotations.NullMarked;
