/**
 * The access-log socket of cilium-envoy: a packet server, since neither the JDK nor Netty has one.
 */
@NullMarked
package dev.chancery.accesslogs.seqpacket;

import org.jspecify.annotations.NullMarked;
