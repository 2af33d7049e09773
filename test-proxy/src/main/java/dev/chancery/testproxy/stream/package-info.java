/** The proxy's side of xDS: subscriptions that open, answer, close and come back. */
@NullMarked
package dev.chancery.testproxy.stream;

import org.jspecify.annotations.NullMarked;
