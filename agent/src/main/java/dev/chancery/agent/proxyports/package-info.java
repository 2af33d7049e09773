/** Ports of the proxy's listeners, and what whoever programs the datapath is told of them. */
@NullMarked
package dev.chancery.agent.proxyports;

import org.jspecify.annotations.NullMarked;
