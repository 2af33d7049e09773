/** Hubble's Observer and Peer services. */
@NullMarked
package dev.chancery.flows.server;

import org.jspecify.annotations.NullMarked;
