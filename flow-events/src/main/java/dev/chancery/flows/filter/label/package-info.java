/** Kubernetes label selectors over labels with a source. */
@NullMarked
package dev.chancery.flows.filter.label;

import org.jspecify.annotations.NullMarked;
