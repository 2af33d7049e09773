/** From manifests to what is served: the objects in force, the world, the resources. */
@NullMarked
package dev.chancery.agent.reconcile;

import org.jspecify.annotations.NullMarked;
