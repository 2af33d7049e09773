/**
 * What every part of the test proxy speaks of: releases, types of resources, and what is wrong with
 * them.
 */
@NullMarked
package dev.chancery.testproxy.wire;

import org.jspecify.annotations.NullMarked;
