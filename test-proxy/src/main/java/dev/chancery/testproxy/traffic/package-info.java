/** What stands around the proxy on a node: pods, the datapath between them, and HTTP traffic. */
@NullMarked
package dev.chancery.testproxy.traffic;

import org.jspecify.annotations.NullMarked;
