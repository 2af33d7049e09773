/** The managed Envoy process: start, adoption, restart, log, admin socket. */
@NullMarked
package dev.chancery.agent.envoy;

import org.jspecify.annotations.NullMarked;
