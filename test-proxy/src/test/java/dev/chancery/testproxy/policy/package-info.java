@NullMarked
package dev.chancery.testproxy.policy;

import org.jspecify.annotations.NullMarked;
