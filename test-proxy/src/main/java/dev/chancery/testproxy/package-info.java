/**
 * A proxy for tests, which stands in for cilium-envoy. It is written from the facts of the wire
 * alone and shares no class with Chancery but the generated messages, so that what both understand
 * differently shows.
 */
@NullMarked
package dev.chancery.testproxy;

import org.jspecify.annotations.NullMarked;
