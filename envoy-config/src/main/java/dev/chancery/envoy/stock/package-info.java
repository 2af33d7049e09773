/** What a stock Envoy is told: listeners, clusters, filters, bootstrap. */
@NullMarked
package dev.chancery.envoy.stock;

import org.jspecify.annotations.NullMarked;
