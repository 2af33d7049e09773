@NullMarked
package dev.chancery.agent.cilium;

import org.jspecify.annotations.NullMarked;
