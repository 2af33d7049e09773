/** Records of proxies to Hubble flows, with names and labels attached and secrets taken out. */
@NullMarked
package dev.chancery.flows.decode;

import org.jspecify.annotations.NullMarked;
