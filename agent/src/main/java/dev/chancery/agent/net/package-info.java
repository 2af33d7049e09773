/** gRPC over unix sockets, for this user and root alone. */
@NullMarked
package dev.chancery.agent.net;

import org.jspecify.annotations.NullMarked;
