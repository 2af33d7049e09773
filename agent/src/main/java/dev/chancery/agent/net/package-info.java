/** gRPC over unix sockets, for this user, root, and a group where one is named. */
@NullMarked
package dev.chancery.agent.net;

import org.jspecify.annotations.NullMarked;
