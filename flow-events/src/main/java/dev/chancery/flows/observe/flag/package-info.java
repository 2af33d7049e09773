/** Command-line flags in the manner of the hubble client. */
@NullMarked
package dev.chancery.flows.observe.flag;

import org.jspecify.annotations.NullMarked;
