/** Benchmarks of the path of an edit, and the clusters they run on. */
@NullMarked
package dev.chancery.benchmarks;

import org.jspecify.annotations.NullMarked;
